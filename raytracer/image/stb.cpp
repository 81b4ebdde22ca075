// stb's implementation, once, and apart from our warnings.
#define STB_IMAGE_IMPLEMENTATION
#define STB_IMAGE_WRITE_IMPLEMENTATION
#define STBI_NO_STDIO
// Formats that nobody asks for are only a way in.
#define STBI_NO_PSD
#define STBI_NO_PIC
// Its reader never ends on a file that is cut off (Debian 12).
#define STBI_NO_HDR
// Zeroed memory: a damaged JPEG may use tables that it never defined, and pixels that it never sets shall be the same
// every time.
#include <stdlib.h>

#include "raytracer/image/stb_memory.h"

namespace raypool {
thread_local size_t stbGrowthLimit = SIZE_MAX;
}
#define STBI_MALLOC(size) calloc(1, size)
// Only what is unpacked grows: a bomb's size stands nowhere in its file.
#define STBI_REALLOC(memory, size) ((size) > raypool::stbGrowthLimit ? nullptr : realloc(memory, size))
#define STBI_FREE(memory) free(memory)
#include <stb_image.h>
#include <stb_image_write.h>
