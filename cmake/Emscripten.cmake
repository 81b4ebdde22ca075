# Options of the WebAssembly programs; the reasons are the measured ones of Emscripten 6.0.5.
# Targets raypool_page (modules for the browser, in the build folder) and raypool_node (command line and tests under Node, in
# a folder beside it whose name ends in -node).
add_custom_target(raypool_page)
add_custom_target(raypool_node)
set(raypool_node_folder "${CMAKE_BINARY_DIR}-node")
option(RAYPOOL_WASM_CHECKED "Assertions and memory checks in the JavaScript runtime" OFF)

# All files are compiled for threads, those of the thread-less module too: it is linked without shared memory, where atomic
# instructions are allowed and cost nothing that matters. So the library is compiled once for every program.
add_compile_options(-pthread)

function(raypool_wasm_common target)
    target_link_options(${target} PRIVATE
        -sSTRICT
        -sALLOW_MEMORY_GROWTH -Wno-pthreads-mem-growth
        # Level 1 and 0 let a stack run into the heap unnoticed; 2 traps with a message and costs 1 KB.
        -sSTACK_OVERFLOW_CHECK=2 -Wl,--stack-first)
    if(RAYPOOL_WASM_CHECKED)
        target_link_options(${target} PRIVATE -sASSERTIONS=2 -sSAFE_HEAP=1 -g)
    else()
        target_link_options(${target} PRIVATE -sASSERTIONS=0)
    endif()
endfunction()

# raypool_wasm_page_options(target THREADS|SINGLE): build/wasm/raypool.mjs with a worker pool over shared memory, or
# raypool-single.mjs for plain workers on hosts that can't isolate.
function(raypool_wasm_page_options target mode)
    raypool_wasm_common(${target})
    target_link_options(${target} PRIVATE
        --no-entry -sMODULARIZE -sEXPORT_ES6 -sFILESYSTEM=0
        # No eval or new Function: runs under a strict Content-Security-Policy.
        -sDYNAMIC_EXECUTION=0
        -sSTACK_SIZE=256kb -sINITIAL_MEMORY=64mb -sMAXIMUM_MEMORY=2gb
        # The oldest browsers that we test for or polyfill: shared memory, SIMD, modules in workers.
        -sMIN_CHROME_VERSION=91 -sMIN_FIREFOX_VERSION=114 -sMIN_SAFARI_VERSION=160400)
    if(mode STREQUAL "THREADS")
        target_link_options(${target} PRIVATE
            -pthread -sENVIRONMENT=web,worker --js-library "${PROJECT_SOURCE_DIR}/app/wasm/page-library.js"
            # The page says how many Web Workers to load before the module is ready (any property of its argument may be named
            # here; INCOMING_MODULE_JS_API is only for Emscripten's own). More are loaded on demand when the
            # user raises the number of threads, without a warning.
            "-sPTHREAD_POOL_SIZE=Module['poolSize']" -sPTHREAD_POOL_SIZE_STRICT=0
            -sALLOW_BLOCKING_ON_MAIN_THREAD=0
            -sDEFAULT_PTHREAD_STACK_SIZE=512kb
            # A pthread_create in a worker runs its last part on the main thread, as a callback from the event loop.
            # After such a callback Emscripten 6 exits the runtime, unless noExitRuntime is among the names below:
            # named, it is true by default; not named, it is left out of the program.
            -sEXIT_RUNTIME=0
            -sEXPORTED_RUNTIME_METHODS=wasmMemory,PThread
            -sINCOMING_MODULE_JS_API=wasmMemory,noExitRuntime,onAbort,print,printErr,locateFile)
        set(name raypool)
    elseif(mode STREQUAL "SINGLE")
        target_link_options(${target} PRIVATE
            -sENVIRONMENT=worker
            -sEXPORTED_RUNTIME_METHODS=wasmMemory
            -sINCOMING_MODULE_JS_API=onAbort,print,printErr,locateFile)
        set(name raypool-single)
    else()
        message(FATAL_ERROR "raypool_wasm_page_options: THREADS or SINGLE, not '${mode}'")
    endif()
    set_target_properties(${target} PROPERTIES
        OUTPUT_NAME ${name} SUFFIX .mjs RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}")
    add_dependencies(raypool_page ${target})
endfunction()

# raypool_wasm_node_options(target): a command-line program for Node with threads and the real file system, that exits
# with main's value. main runs in a worker (PROXY_TO_PTHREAD), so that it may block.
function(raypool_wasm_node_options target)
    raypool_wasm_common(${target})
    # CLI11 reports wrong usage by exceptions; the library throws none and is compiled without.
    target_compile_options(${target} PRIVATE -fwasm-exceptions)
    target_link_options(${target} PRIVATE
        -pthread -fwasm-exceptions -sENVIRONMENT=node -sPROXY_TO_PTHREAD -sNODERAWFS -sEXIT_RUNTIME
        -sSTACK_SIZE=1mb -sDEFAULT_PTHREAD_STACK_SIZE=1mb -sINITIAL_MEMORY=64mb -sMAXIMUM_MEMORY=4gb)
    set_target_properties(${target} PROPERTIES SUFFIX .js RUNTIME_OUTPUT_DIRECTORY "${raypool_node_folder}")
endfunction()
