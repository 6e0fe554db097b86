// A worker that cannot be loaded.
throw new Error('broken from the start');
