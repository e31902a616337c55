import type { ServerDefinition } from '../../../shared/contract/model.ts';
import { commandText, maskedUrl } from '../../core/processes/command-text.ts';

/** Where a server is, in one line and without secrets. */
export function targetText({ transport }: ServerDefinition): string {
  switch (transport.kind) {
    case 'stdio':
      return commandText([transport.command, ...transport.args]);
    case 'remote':
      return maskedUrl(transport.url);
    case 'sample':
      return 'built in';
  }
}
