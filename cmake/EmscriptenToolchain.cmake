# Finds the Emscripten SDK: the one that scripts/setup chose (it writes .toolchain/emscripten.cmake), else emcc on PATH.
include("${CMAKE_CURRENT_LIST_DIR}/../.toolchain/emscripten.cmake" OPTIONAL)
if(NOT RAYPOOL_EMSCRIPTEN_ROOT)
    find_program(RAYPOOL_EMCC emcc NO_CMAKE_FIND_ROOT_PATH)
    if(NOT RAYPOOL_EMCC)
        message(FATAL_ERROR "No Emscripten: run scripts/setup first")
    endif()
    file(REAL_PATH "${RAYPOOL_EMCC}" RAYPOOL_EMCC_REAL)
    get_filename_component(RAYPOOL_EMSCRIPTEN_ROOT "${RAYPOOL_EMCC_REAL}" DIRECTORY)
endif()
# CMake reads this file again for each of its own try_compile projects.
list(APPEND CMAKE_TRY_COMPILE_PLATFORM_VARIABLES RAYPOOL_EMSCRIPTEN_ROOT)
include("${RAYPOOL_EMSCRIPTEN_ROOT}/cmake/Modules/Platform/Emscripten.cmake")
