import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/App';
import { Page } from './app/page';
import { applyTheme, theme } from './app/theme';
import './styles/base.css';
import './styles/controls.css';
import './styles/lobby.css';
import './styles/room.css';
import './styles/tile.css';
import './styles/panels.css';
import './styles/screens.css';
import './styles/studio.css';

applyTheme(theme());
const page = new Page(location.search);

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <App page={page} />
  </StrictMode>,
);
