package dev.sluice.ice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Random;

import org.junit.jupiter.api.Test;

import dev.sluice.ice.StunAttribute.Username;

class UfragTableTest {
    private final UfragTable<String> table = new UfragTable<>();
    private final Random random = new Random(3);

    @Test
    void findsTheOwnerOfEveryRequestAmongThousands() {
        for (int i = 0; i < 5000; i++) {
            table.put("ufrag" + i, "owner" + i);
        }
        for (int i = 0; i < 5000; i += 2) {
            table.remove("ufrag" + i);
        }
        for (int i = 0; i < 5000; i++) {
            assertEquals(i % 2 == 0 ? null : "owner" + i, find("ufrag" + i + ":peer"));
        }
        assertEquals(2500, table.size());
    }

    @Test
    void knowsNobodyForOddUsernames() {
        table.put("abcd", "owner");
        for (String username : new String[]{"abcd", "abc:", ":abcd", "", "abcde:x", "peer:abcd"}) {
            assertNull(find(username));
        }
        assertEquals("owner", find("abcd:"));
        assertNull(table.find(new byte[0], 0, 0));
    }

    @Test
    void refusesATakenUfrag() {
        table.put("abcd", "owner");
        assertThrows(IllegalStateException.class, () -> table.put("abcd", "another"));
    }

    @Test
    void forgettingAStrangerChangesNothing() {
        table.put("abcd", "owner");
        table.remove("efgh");
        assertEquals(1, table.size());
    }

    private String find(String username) {
        byte[] request = StunMessage.bindingRequest(TransactionId.random(random), new Username(username)).encode();
        return table.find(request, 0, request.length);
    }
}
