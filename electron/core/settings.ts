import { DEFAULT_SETTINGS } from '../../shared/contract/constants.ts';
import { type Settings, settings } from '../../shared/contract/model.ts';
import type { DocumentFormat } from './storage/json-document.ts';

/** `settings.json`: a field that is missing or damaged takes its default, the others stay. */
export const settingsFormat: DocumentFormat<Settings> = {
  version: 1,
  empty: DEFAULT_SETTINGS,
  parse(raw) {
    const fields = Object.entries(settings.shape).flatMap(([name, schema]) => {
      const parsed = schema.safeParse(raw[name]);
      return parsed.success ? [[name, parsed.data]] : [];
    });
    return { value: { ...DEFAULT_SETTINGS, ...Object.fromEntries(fields) }, problems: [] };
  },
};
