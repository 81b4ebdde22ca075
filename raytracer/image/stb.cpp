// stb's implementation, once, and apart from our warnings.
#define STB_IMAGE_IMPLEMENTATION
#define STB_IMAGE_WRITE_IMPLEMENTATION
#define STBI_NO_STDIO
// Formats that nobody asks for are only a way in.
#define STBI_NO_PSD
#define STBI_NO_PIC
#include <stb_image.h>
#include <stb_image_write.h>
