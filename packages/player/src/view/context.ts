import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Player } from '../player.ts';
import type { Language } from '../strings/language.ts';

export const PlayerContext = createContext<Player | null>(null);

export function usePlayer(): Player {
  const player = useContext(PlayerContext);
  if (!player) throw new Error('rendered outside the player');
  return player;
}

export function useLanguage(): Language {
  return usePlayer().language.value;
}
