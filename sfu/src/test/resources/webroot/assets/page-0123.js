console.log("for tests");
