package dev.sluice.sfu.server;

/// Which sockets carry the packets: native epoll where it is there, or always one of the two.
enum TransportMode { AUTO, EPOLL, NIO }
