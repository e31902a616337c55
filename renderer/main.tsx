import '@fontsource-variable/inter/wght.css';
import '@fontsource-variable/jetbrains-mono/wght.css';
import './tokens.css';
import './global.css';
import { createRoot } from 'react-dom/client';
import { client } from './api/client.ts';
import { App } from './app.tsx';
import { useRefused } from './stores/away.ts';
import { startCore } from './stores/core-store.ts';
import { startPresence } from './stores/presence.ts';
import { startTheme } from './ui/theme.ts';

startTheme();
startCore();
startPresence(client, { document, window });
client.onRefused(() => useRefused.setState(true));
const root = document.getElementById('root');
if (root) createRoot(root).render(<App />);
