package dev.sluice.sfu.signaling;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

import dev.sluice.sfu.core.AnswerResult;
import dev.sluice.sfu.core.CloseReason;
import dev.sluice.sfu.core.EnterResult;
import dev.sluice.sfu.core.JoinResult;
import dev.sluice.sfu.core.OfferedTrack;
import dev.sluice.sfu.core.Refusal;
import dev.sluice.sfu.core.RoomTrack;
import dev.sluice.sfu.core.TrickleResult;

/// The media side without media: who is where, which sections live, who is offered what, one offer at a time.
final class FakeMedia implements Media {
    static final String BAD_SDP = "not acceptable";

    private static final class Person {
        final String room;
        final String name;
        List<RoomTrack> tracks;
        Subscriber subscriber;

        Person(String room, String name) {
            this.room = room;
            this.name = name;
        }
    }

    private static final class Subscriber {
        int negotiation;
        boolean isWaiting;
        boolean isOutdated = true;
        final Set<String> paused = new TreeSet<>();
    }

    private final Map<String, Person> people = new LinkedHashMap<>();
    private final Consumer<MediaEvent> events;
    private final Map<String, List<OfferedTrack>> offered = new HashMap<>();
    final List<String> trickled = new ArrayList<>();
    private int entered;
    Refusal refusal;
    boolean hasRoomForSubscribers = true;

    FakeMedia(Consumer<MediaEvent> events) {
        this.events = events;
    }

    // What signaling asks.

    @Override
    public EnterResult enter(String room, String name, long now) {
        if (refusal != null) {
            return new EnterResult.Refused(refusal, "as the test wants it");
        }
        boolean isTaken = people.values().stream()
                .anyMatch(person -> person.room.equals(room) && person.name.equals(name));
        if (isTaken) {
            return new EnterResult.Refused(Refusal.NAME_TAKEN, "taken");
        }
        String id = "id" + ++entered;
        people.put(id, new Person(room, name));
        return new EnterResult.Entered(id);
    }

    @Override
    public boolean leave(String id, long now) {
        unpublish(id, now);
        offered.remove(id);
        return people.remove(id) != null;
    }

    @Override
    public JoinResult publishAs(String id, String offer, long now) {
        if (offer.equals(BAD_SDP)) {
            return new JoinResult.Refused(Refusal.UNACCEPTABLE_OFFER, "not acceptable");
        }
        List<RoomTrack> tracks = new ArrayList<>();
        SdpSections.kinds(offer).forEach((mid, kind) -> tracks.add(new RoomTrack(mid, Wire.spelling(kind), "codec")));
        publish(id, tracks);
        return new JoinResult.Joined("session", "answer to " + offer.length(), "ufrag");
    }

    private void publish(String id, List<RoomTrack> tracks) {
        Person person = people.get(id);
        if (!tracks.equals(person.tracks)) {
            person.tracks = tracks;
            outdate(person.room);
            events.accept(new MediaEvent.Published(person.room, id, person.name, tracks));
        }
    }

    @Override
    public boolean unpublish(String id, long now) {
        Person person = people.get(id);
        if (person == null || person.tracks == null) {
            return false;
        }
        person.tracks = null;
        outdate(person.room);
        events.accept(new MediaEvent.Unpublished(person.room, id));
        return true;
    }

    private void outdate(String room) {
        people.values().stream().filter(person -> person.room.equals(room) && person.subscriber != null)
                .forEach(person -> person.subscriber.isOutdated = true);
    }

    @Override
    public boolean subscribeAs(String id, long now) {
        people.get(id).subscriber = hasRoomForSubscribers ? new Subscriber() : null;
        return hasRoomForSubscribers;
    }

    @Override
    public AnswerResult answer(String id, int negotiation, String sdp, long now) {
        Subscriber subscriber = people.get(id).subscriber;
        if (subscriber == null) {
            return AnswerResult.NO_SUCH_SESSION;
        }
        if (!subscriber.isWaiting || subscriber.negotiation != negotiation) {
            return AnswerResult.STALE;
        }
        if (sdp.equals(BAD_SDP)) {
            return AnswerResult.REFUSED;
        }
        subscriber.isWaiting = false;
        return AnswerResult.ACCEPTED;
    }

    @Override
    public TrickleResult trickleAs(String id, boolean publishing, String line, long now) {
        trickled.add(id + (publishing ? " publish " : " subscribe ") + line);
        return line.equals(BAD_SDP) ? TrickleResult.MALFORMED : TrickleResult.ACCEPTED;
    }

    @Override
    public boolean select(String id, String publisher, String mid, boolean playing, long now) {
        Subscriber subscriber = people.get(id).subscriber;
        if (subscriber == null) {
            return false;
        }
        return playing ? subscriber.paused.remove(publisher + "/" + mid) : subscriber.paused.add(publisher + "/" + mid);
    }

    // What the test asks.

    /// Makes the offers that are due.
    void endOfBatch() {
        Map.copyOf(people).forEach((id, person) -> {
            Subscriber subscriber = person.subscriber;
            if (subscriber != null && subscriber.isOutdated && !subscriber.isWaiting) {
                subscriber.isOutdated = false;
                subscriber.isWaiting = true;
                List<OfferedTrack> tracks = tracksFor(id);
                offered.put(id, tracks);
                events.accept(new MediaEvent.Offered(id, ++subscriber.negotiation, "v=0 offer", tracks));
            }
        });
    }

    private List<OfferedTrack> tracksFor(String id) {
        List<OfferedTrack> tracks = new ArrayList<>();
        people.forEach((other, person) -> {
            if (!other.equals(id) && person.room.equals(people.get(id).room) && person.tracks != null) {
                person.tracks.forEach(
                        track -> tracks.add(new OfferedTrack("s" + tracks.size(), other, track.mid())));
            }
        });
        return tracks;
    }

    /// Somebody publishes by WHIP.
    String whip(String room, String name, List<RoomTrack> tracks) {
        String id = "whip" + ++entered;
        people.put(id, new Person(room, name));
        publish(id, tracks);
        return id;
    }

    void close(String id, boolean publishing, CloseReason reason) {
        if (publishing) {
            unpublish(id, 0);
        } else {
            people.get(id).subscriber = null;
        }
        events.accept(new MediaEvent.Closed(id, publishing, reason, "as the test wants it"));
    }

    boolean isHere(String id) {
        return people.containsKey(id);
    }

    int size() {
        return people.size();
    }

    boolean isSubscribed(String id) {
        return people.get(id).subscriber != null;
    }

    Set<String> pausedFor(String id) {
        return people.get(id).subscriber.paused;
    }
}
