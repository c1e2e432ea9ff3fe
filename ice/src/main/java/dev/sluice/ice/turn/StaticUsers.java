package dev.sluice.ice.turn;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

import dev.sluice.ice.StunIntegrity;

/// Users that are known beforehand. Their hashes are made once, when the first is asked for.
final class StaticUsers implements TurnUsers {
    private final Map<String, String> passwords;
    private Map<ByteBuffer, String> byHash = Map.of();
    private String realmOfHashes;

    StaticUsers(Map<String, String> passwords) {
        this.passwords = Map.copyOf(passwords);
    }

    @Override
    public String password(String username) {
        return passwords.get(username);
    }

    @Override
    public String username(byte[] userhash, String realm) {
        if (!realm.equals(realmOfHashes)) {
            byHash = hashes(realm);
            realmOfHashes = realm;
        }
        return byHash.get(ByteBuffer.wrap(userhash));
    }

    @Override
    public boolean mayHideNames() {
        return true;
    }

    private Map<ByteBuffer, String> hashes(String realm) {
        Map<ByteBuffer, String> hashes = new HashMap<>();
        passwords.keySet().forEach(name -> hashes.put(ByteBuffer.wrap(StunIntegrity.userhash(name, realm)), name));
        return hashes;
    }
}
