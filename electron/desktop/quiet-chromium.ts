import { app, type Session } from 'electron';

/** Chromium's own traffic, switched off: a fresh start talks to nobody. To be called before the app is ready. */
export function silenceChromium(): void {
  for (const name of [
    'disable-background-networking',
    'disable-component-update',
    'disable-domain-reliability',
    'disable-sync',
    'no-pings',
  ]) {
    app.commandLine.appendSwitch(name);
  }
}

/** `spellcheck: false` alone does not stop the request for a dictionary. */
export function silenceSession(session: Session): void {
  session.setSpellCheckerEnabled(false);
  session.setSpellCheckerDictionaryDownloadURL('http://127.0.0.1:1/');
  // macOS uses the system's own spell checker and has no list.
  if (process.platform !== 'darwin') session.setSpellCheckerLanguages([]);
}
