import { useState } from 'react';
import { applyTheme, theme, THEMES, type Theme } from '../app/theme';
import { Choices } from './Choices';
import { Icon, type IconName } from './Icon';

const ICONS: Record<Theme, IconName> = { auto: 'auto', light: 'sun', dark: 'moon' };
const WORDS: Record<Theme, string> = { auto: 'As the system', light: 'Light', dark: 'Dark' };

function useTheme(): [Theme, (next: Theme) => void] {
  const [current, setCurrent] = useState(theme);
  const choose = (next: Theme) => {
    applyTheme(next);
    setCurrent(next);
  };
  return [current, choose];
}

export function ThemeChoice() {
  const [current, choose] = useTheme();
  const options = THEMES.map((value) => ({ value, label: WORDS[value], icon: ICONS[value] }));
  return <Choices label="Colours" options={options} value={current} onChange={choose} />;
}

/** One button that goes round. */
export function ThemeButton() {
  const [current, choose] = useTheme();
  const next = THEMES[(THEMES.indexOf(current) + 1) % THEMES.length]!;
  const label = `Colours: ${WORDS[current].toLowerCase()}`;
  return (
    <button type="button" className="icon-button" aria-label={label} title={label} onClick={() => choose(next)}>
      <Icon name={ICONS[current]} />
    </button>
  );
}
