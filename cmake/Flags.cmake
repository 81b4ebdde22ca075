# raypool_flags: what every target of ours is compiled with. Link it PRIVATE, or PUBLIC from the library to its users.
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
if(NOT CMAKE_BUILD_TYPE)
    set(CMAKE_BUILD_TYPE Release)
endif()
# CMake's own default for Release is -O3 natively but Emscripten's file says -O2.
set(CMAKE_CXX_FLAGS_RELEASE "-O3 -DNDEBUG")

# What was compiled before, in whatever folder, is taken from ccache.
find_program(RAYPOOL_CCACHE ccache)
if(RAYPOOL_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
    set(CMAKE_CXX_COMPILER_LAUNCHER "${CMAKE_COMMAND}" -E env "CCACHE_BASEDIR=${PROJECT_SOURCE_DIR}" CCACHE_NOHASHDIR=1 "${RAYPOOL_CCACHE}")
endif()

add_library(raypool_flags INTERFACE)
target_compile_features(raypool_flags INTERFACE cxx_std_23)
target_compile_options(raypool_flags INTERFACE
    -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion -Werror
    # The same bits natively and in WebAssembly: no a*b+c in one rounding, no reordering.
    -ffp-contract=off -fno-fast-math)

if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # g++ 12 with sanitizers or -O3 reports these in the standard library and in gtest, wrongly (GCC bugs 105329, 105562).
    target_compile_options(raypool_flags INTERFACE -Wno-restrict -Wno-maybe-uninitialized -Wno-psabi)
    # g++ 12's vectoriser of straight-line code rounds some sums otherwise than the source says, where -O0, clang and WebAssembly
    # agree (ShapeSampling.TheSameBitsOnEveryPlatform). What is worth it is vectorised by hand.
    target_compile_options(raypool_flags INTERFACE -fno-tree-slp-vectorize)
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang" AND NOT EMSCRIPTEN)
    # What std::stable_partition and its like do inside of libstdc++ 12 counts as ours.
    target_compile_options(raypool_flags INTERFACE -Wno-deprecated-declarations)
endif()
if(EMSCRIPTEN)
    target_compile_options(raypool_flags INTERFACE -msimd128)
elseif(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|AMD64")
    target_compile_options(raypool_flags INTERFACE -msse4.2)
endif()

if(NOT EMSCRIPTEN)
    find_package(Threads REQUIRED)
    target_link_libraries(raypool_flags INTERFACE Threads::Threads)
endif()

# Sanitizers hold for every file, gtest's too: one program must not mix.
set(RAYPOOL_SANITIZE "" CACHE STRING "Value for -fsanitize=, e.g. address,undefined")
if(RAYPOOL_SANITIZE)
    add_compile_options(-fsanitize=${RAYPOOL_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
    add_link_options(-fsanitize=${RAYPOOL_SANITIZE} -fno-sanitize-recover=all)
    if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
        add_compile_options(-Wno-stringop-overflow -Wno-array-bounds)   # of strings that are put together, wrongly
    endif()
endif()

# With the asan preset, which tests and fuzz targets share so that the library is compiled once for both: everything is
# instrumented for coverage, and raypool_fuzz_target adds libFuzzer's main.
option(RAYPOOL_FUZZ "Build the libFuzzer targets (clang)" OFF)
if(RAYPOOL_FUZZ)
    add_compile_options(-fsanitize=fuzzer-no-link)
endif()

# raypool_fuzz_target(name sources...): build/asan/fuzzers/<name>. scripts/test runs every program in that folder, with
# the seeds in raytracer/testing/corpus/<name>/ if there are any.
function(raypool_fuzz_target name)
    if(RAYPOOL_FUZZ)
        add_executable(${name} ${ARGN})
        target_link_libraries(${name} PRIVATE raypool_flags)
        target_link_options(${name} PRIVATE -fsanitize=fuzzer)
        set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/fuzzers")
    endif()
endfunction()
