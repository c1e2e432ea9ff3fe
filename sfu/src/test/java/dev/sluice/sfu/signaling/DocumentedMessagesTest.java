package dev.sluice.sfu.signaling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// docs/signaling.md, docs/signaling.schema.json and the code say the same.
class DocumentedMessagesTest {
    private static final Pattern EXAMPLE = Pattern.compile("```json (client|server)\n(.*?)```", Pattern.DOTALL);
    private static final String PAGE = SignalingSchema.text("signaling.md");

    private record Example(String sender, JsonNode message) {
        /// The definition of the schema that it has to fit.
        String definition() {
            return SignalingSchema.nameOf(sender, message);
        }
    }

    @TestFactory
    Stream<DynamicTest> anExampleFitsTheDefinitionOfItsType() {
        return examples().stream().map(example -> DynamicTest.dynamicTest(example.definition(), () -> {
            assertEquals(Set.of(), SignalingSchema.definition(example.definition()).validate(example.message()));
            assertEquals(Set.of(),
                    SignalingSchema.definition(example.sender() + "Message").validate(example.message()));
        }));
    }

    @TestFactory
    Stream<DynamicTest> anExampleOfAClientIsUnderstood() {
        return examples().stream().filter(example -> example.sender().equals("client"))
                .map(example -> DynamicTest.dynamicTest(example.message().path("type").asText(),
                        () -> assertInstanceOf(Incoming.Message.class, MessageReader.read(tree(example.message())))));
    }

    @Test
    void everyMessageOfTheSchemaHasAnExample() {
        Set<String> shown = examples().stream().map(Example::definition).collect(Collectors.toCollection(TreeSet::new));

        Set<String> defined = fields(SignalingSchema.json().path("$defs")).stream().filter(name -> name.contains("."))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(defined, shown);
    }

    @Test
    void everyErrorAndCloseCodeIsExplained() {
        for (ErrorCode code : ErrorCode.values()) {
            assertTrue(PAGE.contains("`" + Wire.spelling(code) + "`"), code::toString);
        }
        for (CloseCode code : CloseCode.values()) {
            assertTrue(PAGE.contains("\n| " + code.code() + " |"), code::toString);
        }
    }

    @Test
    void theSchemaKnowsTheSameConstantsAsTheCode() {
        assertEquals(spellings(ErrorCode.values()), constants("/$defs/errorCode/enum"));
        assertEquals(spellings(TrackSource.values()), constants("/$defs/source/enum"));
        assertEquals(spellings(TrackKind.values()), constants("/$defs/kind/enum"));
        assertEquals(spellings(Mode.values()), constants("/$defs/mode/enum"));
        assertEquals(spellings(Connection.values()), constants("/$defs/connection/enum"));
        assertEquals(spellings(LeaveReason.values()),
                constants("/$defs/server.participantLeft/properties/reason/enum"));
        assertEquals(spellings(Quality.values()), constants("/$defs/server.quality/properties/quality/enum"));
    }

    @Test
    void theSchemaRefusesWhatIsNoMessage() {
        for (String text : List.of("{}", "[]", "{\"type\": \"jump\"}", "{\"type\": \"join\", \"room\": \"demo\"}",
                "{\"type\": \"chat\", \"text\": 1}", "{\"type\": \"mute\", \"track\": \"a b\", \"muted\": true}")) {
            assertFalse(SignalingSchema.complaintsOfClient(SignalingSchema.parse(text)).isEmpty(), text);
        }
        assertNotEquals(Set.of(), SignalingSchema.complaintsOfServer(
                SignalingSchema.parse("{\"type\": \"error\", \"code\": \"other\", \"message\": \"\"}")));
    }

    private static List<Example> examples() {
        List<Example> examples = new ArrayList<>();
        Matcher matcher = EXAMPLE.matcher(PAGE);
        while (matcher.find()) {
            examples.add(new Example(matcher.group(1), SignalingSchema.parse(matcher.group(2))));
        }
        return examples;
    }

    private static Map<String, Object> tree(JsonNode message) {
        return new ObjectMapper().convertValue(message, new TypeReference<>() {});
    }

    private static Collection<String> fields(JsonNode object) {
        Iterable<String> names = object::fieldNames;
        return StreamSupport.stream(names.spliterator(), false).toList();
    }

    private static Set<String> spellings(Enum<?>... constants) {
        return Stream.of(constants).map(Wire::spelling).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> constants(String pointer) {
        return StreamSupport.stream(SignalingSchema.json().at(pointer).spliterator(), false).map(JsonNode::asText)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
