import type { Call } from '../call/call';
import { useStore } from '../ui/useStore';
import type { View } from '../room/useView';
import { Panel } from './Panel';
import { subjectsIn, type Subject } from './subjects';
import { TrackFigures } from './TrackFigures';

/** What travels, of one person or screen at a time, with the last minute of it. */
export function StatsPanel({ call, view }: { call: Call; view: View }) {
  const history = useStore(call.history);
  const subjects = subjectsIn(call);
  const subject = subjects.find(({ key }) => key === view.statsOf) ?? subjects[0]!;
  const now = performance.timeOrigin + performance.now();
  return (
    <Panel title="Statistics" name="stats" onClose={() => view.setPanel(null)}>
      <div className="stats-scroll" data-stats={subject.name}>
        <label className="field">
          <span className="hidden-text">Of whom</span>
          <select value={subject.key} onChange={(event) => view.showStats(event.target.value)}>
            {subjects.map(({ key, label }) => (
              <option key={key} value={key}>
                {label}
              </option>
            ))}
          </select>
        </label>
        <Tracks subject={subject} call={call} now={now} />
        {history.connections.length > 0 && <Connections call={call} />}
      </div>
    </Panel>
  );
}

function Tracks({ subject, call, now }: { subject: Subject; call: Call; now: number }) {
  const travelling = subject.tracks.filter(({ id }) => call.history.latest(subject.participant, id));
  if (travelling.length === 0) {
    return <p className="stats-empty">Nothing travels here at the moment.</p>;
  }
  return travelling.map(({ id, title }) => <TrackFigures key={id} title={title} samples={call.history.of(subject.participant, id)} now={now} />);
}

const WORDS = { publish: 'To the server', subscribe: 'From the server', direct: 'Directly' } as const;

function Connections({ call }: { call: Call }) {
  return (
    <section className="stats-section">
      <h3>Connections</h3>
      <ul className="connections">
        {call.history.connections.map(({ connection, state, pair }, index) => (
          <li key={index} data-connection={connection}>
            <strong>{WORDS[connection]}</strong> <span className={`connection-state ${state}`}>{state}</span>
            {pair && (
              <code>
                {pair.local} → {pair.remote} {pair.protocol}
              </code>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
