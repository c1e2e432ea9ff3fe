package dev.sluice.sfu.server;

/// How much the server says about itself.
enum LogLevel { ERROR, WARN, INFO, DEBUG, TRACE }
