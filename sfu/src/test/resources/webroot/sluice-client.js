export const Room = undefined;
