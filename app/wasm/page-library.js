// What Emscripten asks the browser at start-up, answered beforehand.
addToLibrary({
    // Emscripten finds out whether the main thread may block by trying Atomics.wait there. Ours must not even try.
    _emscripten_init_main_thread_js: (tb) => {
        __emscripten_thread_init(tb, /*is_main=*/ !ENVIRONMENT_IS_WORKER, /*is_runtime=*/ 1, /*can_block=*/ false,
            {{{ DEFAULT_PTHREAD_STACK_SIZE }}}, /*start_profiling=*/ false);
        PThread.threadInitTLS();
    },
});
