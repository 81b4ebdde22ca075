// stb's implementation, once, and apart from our warnings.
#define STB_IMAGE_IMPLEMENTATION
#define STB_IMAGE_WRITE_IMPLEMENTATION
#define STBI_NO_STDIO
// Formats that nobody asks for are only a way in.
#define STBI_NO_PSD
#define STBI_NO_PIC
// Its reader never ends on a file that is cut off (Debian 12).
#define STBI_NO_HDR
#include <stdlib.h>

namespace {

/// No picture that is accepted needs more at once; a few bytes of a damaged one may ask for gigabytes.
constexpr size_t kMaxBlock = size_t{1} << 29;

/// Zeroed: a damaged JPEG may use tables that it never defined, and pixels that it never sets shall be the same every
/// time.
void* allocate(size_t size) { return size > kMaxBlock ? nullptr : calloc(1, size); }
void* reallocate(void* memory, size_t size) { return size > kMaxBlock ? nullptr : realloc(memory, size); }

}  // namespace

#define STBI_MALLOC(size) allocate(size)
#define STBI_REALLOC(memory, size) reallocate(memory, size)
#define STBI_FREE(memory) free(memory)
#include <stb_image.h>
#include <stb_image_write.h>
