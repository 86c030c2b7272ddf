# Texts of the program itself.
problem-already_set_up = This business is set up already. Please sign in.
problem-not_ready = The server is not ready yet: { $why }.
problem-console_missing = The console was not built into this program. Run make web and build again, or use the API.
