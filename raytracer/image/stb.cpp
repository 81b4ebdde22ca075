// stb's implementation, once, and apart from our warnings.
#define STB_IMAGE_IMPLEMENTATION
#define STB_IMAGE_WRITE_IMPLEMENTATION
#define STBI_NO_STDIO
#include <stb_image.h>
#include <stb_image_write.h>
