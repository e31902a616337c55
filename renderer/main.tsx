import '@fontsource-variable/inter/wght.css';
import '@fontsource-variable/jetbrains-mono/wght.css';
import './tokens.css';
import './global.css';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { startCore } from './stores/core-store.ts';
import { startTheme } from './ui/theme.ts';

startTheme();
startCore();
const root = document.getElementById('root');
if (root) createRoot(root).render(<App />);
