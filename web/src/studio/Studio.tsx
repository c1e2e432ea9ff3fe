import { useState, type FormEvent } from 'react';
import { sendableCodecs, type VideoCodec } from './publish';
import { HEIGHTS, type Place } from '../app/place';

const NAME = '[A-Za-z0-9._~\\-]{1,64}';
const NAME_HINT = 'Letters, digits and . _ ~ - (64 at most)';

/** Publishing and playing over WHIP and WHEP, one camera to many viewers. */
export function Studio({ place, onGo }: { place: Place; onGo: (place: Place) => void }) {
  const [room, setRoom] = useState(place.room);
  const [name, setName] = useState(place.name);
  const [codec, setCodec] = useState<VideoCodec>(place.codec);
  const [height, setHeight] = useState(place.height);

  const publish = (event: FormEvent) => {
    event.preventDefault();
    onGo({ ...place, view: 'publish', room, name: name || 'cam', codec, height });
  };
  const play = (event: FormEvent) => {
    event.preventDefault();
    onGo({ ...place, view: 'play', room, name, codec, height });
  };

  return (
    <div className="studio">
      <section className="intro">
        <h1>One publishes. Everybody watches.</h1>
        <p>
          Send your camera into a room, then open the watch link in as many browsers as you like. The media goes through
          this server over WHIP and WHEP, so OBS, GStreamer and pages of your own can join as well.
        </p>
      </section>
      <div className="cards">
        <form className="card" onSubmit={publish} aria-labelledby="publish-title">
          <h2 id="publish-title">Publish your camera</h2>
          <Field label="Room" value={room} onChange={setRoom} required />
          <Field label="Your name" value={name} onChange={setName} placeholder="cam" />
          <label className="field">
            Video codec
            <select value={codec} onChange={(event) => setCodec(event.target.value as VideoCodec)}>
              {sendableCodecs().map((each) => (
                <option key={each} value={each}>
                  {each === 'auto' ? 'Let the browser choose' : each}
                </option>
              ))}
            </select>
          </label>
          <label className="field">
            Picture size
            <select value={height} onChange={(event) => setHeight(Number(event.target.value))}>
              {HEIGHTS.map((each) => (
                <option key={each} value={each}>
                  {each}p
                </option>
              ))}
            </select>
          </label>
          <button type="submit" className="button primary">Publish</button>
        </form>
        <form className="card" onSubmit={play} aria-labelledby="play-title">
          <h2 id="play-title">Watch a room</h2>
          <Field label="Room" value={room} onChange={setRoom} required />
          <Field label="Who" value={name} onChange={setName} placeholder="the only publisher" />
          <p className="hint">You can be here first: playing starts when somebody publishes.</p>
          <button type="submit" className="button primary">Watch</button>
        </form>
      </div>
    </div>
  );
}

interface FieldProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  placeholder?: string;
  required?: boolean;
}

function Field({ label, value, onChange, placeholder, required }: FieldProps) {
  return (
    <label className="field">
      {label}
      <input
        value={value}
        onChange={(event) => onChange(event.target.value)}
        placeholder={placeholder}
        required={required}
        pattern={NAME}
        title={NAME_HINT}
        autoComplete="off"
        spellCheck={false}
      />
    </label>
  );
}
