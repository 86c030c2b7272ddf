// How long a password must be; the server says the same, and `accounts::SHORTEST_PASSWORD` is where it stands.
export const shortest = 10;
