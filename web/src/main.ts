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
const page = new Page(location.search); // a link that joins at once has begun to join before anything is drawn
void import('./app/draw').then(({ draw }) => draw(page));
