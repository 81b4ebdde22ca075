// Debian's Node reads parts of itself (undici, acorn) from /usr/share/nodejs, an address that is compiled in. This
// library, which scripts/setup makes a dependency of the unpacked Node, sends such requests to the unpacked copy.
#include <dlfcn.h>
#include <fcntl.h>
#include <cstdarg>
#include <string>

namespace {

constexpr const char* kPrefix = "/usr/share/nodejs/";

int openRedirected(const char* function, const char* path, int flags, mode_t mode) {
    using Open = int (*)(const char*, int, ...);
    const Open next = reinterpret_cast<Open>(dlsym(RTLD_NEXT, function));
    const std::string original = path;
    if (original.rfind(kPrefix, 0) == 0) return next((RAYPOOL_SDK + original).c_str(), flags, mode);
    return next(path, flags, mode);
}

}  // namespace

extern "C" int open(const char* path, int flags, ...) {
    va_list arguments;
    va_start(arguments, flags);
    const mode_t mode = va_arg(arguments, mode_t);  // read only where flags say that it is there
    va_end(arguments);
    return openRedirected("open", path, flags, mode);
}

extern "C" int open64(const char* path, int flags, ...) {
    va_list arguments;
    va_start(arguments, flags);
    const mode_t mode = va_arg(arguments, mode_t);
    va_end(arguments);
    return openRedirected("open64", path, flags, mode);
}
