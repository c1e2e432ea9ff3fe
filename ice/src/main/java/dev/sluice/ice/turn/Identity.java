package dev.sluice.ice.turn;

/// Who a request has proved to come from.
record Identity(String username, String password) {
    @Override
    public String toString() {
        return username;
    }
}
