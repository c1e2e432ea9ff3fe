import type { Rectangle } from '../logic/arrange';
import { Icon } from '../ui/Icon';
import type { Share } from './people';
import { tileClass, tileStyle } from './PersonTile';
import { RemoteAudio, RemoteVideo } from './RemoteMedia';
import { TileTools } from './TileTools';
import { useWantedVideo } from './useWantedVideo';

interface ShareTileProps {
  share: Share;
  speaker: string;
  place: Rectangle | null;
  isStaged: boolean;
  onStage: () => void;
  onStats: () => void;
}

/** A shared screen: never cropped. */
export function ShareTile({ share, speaker, place, isStaged, onStage, onStats }: ShareTileProps) {
  useWantedVideo(share.video, place && (isStaged ? Infinity : place.height));
  return (
    <article className={tileClass('tile share', { staged: isStaged })} style={tileStyle(place)} hidden={!place} aria-label={`Screen of ${share.name}`} data-share={share.name}>
      <RemoteVideo track={share.video} label={`Screen of ${share.name}`} />
      {share.sound && <RemoteAudio track={share.sound} speaker={speaker} />}
      <TileTools isPinned={false} name={`the screen of ${share.name}`} onPin={onStage} onStats={onStats} canFill />
      <footer className="tile-foot">
        <Icon name="share" size={16} />
        <span className="tile-name">{share.name}’s screen</span>
      </footer>
    </article>
  );
}
