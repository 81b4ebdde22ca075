// Embree as a yard-stick beside `raypool bench rays`: single rays, one thread, SSE4.2, the same files.
//   embree-rays MESH.tri RAYS.rays [--any-hit] [--passes N]   prints JSON
#if __has_include(<embree4/rtcore.h>)
#include <embree4/rtcore.h>
#else
#include <embree3/rtcore.h>
#endif
#include <pmmintrin.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <string>
#include <vector>

static std::vector<char> bytesOf(const char* path) {
    std::vector<char> bytes;
    std::FILE* file = std::fopen(path, "rb");
    if (file == nullptr) {
        std::perror(path);
        std::exit(1);
    }
    char part[65536];
    for (size_t n = 0; (n = std::fread(part, 1, sizeof part, file)) > 0;) bytes.insert(bytes.end(), part, part + n);
    std::fclose(file);
    return bytes;
}

static double cpuSeconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

int main(int argc, char** argv) {
    if (argc < 3) {
        std::fprintf(stderr, "usage: embree-rays MESH.tri RAYS.rays [--any-hit] [--passes N]\n");
        return 2;
    }
    bool anyHit = false;
    int passes = 5;
    for (int i = 3; i < argc; ++i) {
        if (std::strcmp(argv[i], "--any-hit") == 0) anyHit = true;
        if (std::strcmp(argv[i], "--passes") == 0 && i + 1 < argc) passes = std::max(1, std::atoi(argv[i + 1]));
    }
    _MM_SET_FLUSH_ZERO_MODE(_MM_FLUSH_ZERO_ON);
    _MM_SET_DENORMALS_ZERO_MODE(_MM_DENORMALS_ZERO_ON);

    const std::vector<char> tri = bytesOf(argv[1]), rays = bytesOf(argv[2]);
    uint32_t vertices = 0, triangles = 0, count = 0;
    if (tri.size() < 8 || rays.size() < 32) return 1;
    std::memcpy(&vertices, tri.data(), 4);
    std::memcpy(&triangles, tri.data() + 4, 4);
    std::memcpy(&count, rays.data(), 4);
    if (tri.size() != 8 + 12 * (size_t{vertices} + triangles) || rays.size() != 32 + 32 * size_t{count}) return 1;

    RTCDevice device = rtcNewDevice("threads=1,isa=sse4.2");
    RTCGeometry mesh = rtcNewGeometry(device, RTC_GEOMETRY_TYPE_TRIANGLE);
    std::memcpy(rtcSetNewGeometryBuffer(mesh, RTC_BUFFER_TYPE_VERTEX, 0, RTC_FORMAT_FLOAT3, 12, vertices), tri.data() + 8,
                size_t{12} * vertices);
    std::memcpy(rtcSetNewGeometryBuffer(mesh, RTC_BUFFER_TYPE_INDEX, 0, RTC_FORMAT_UINT3, 12, triangles),
                tri.data() + 8 + size_t{12} * vertices, size_t{12} * triangles);
    rtcCommitGeometry(mesh);
    RTCScene scene = rtcNewScene(device);
    rtcAttachGeometry(scene, mesh);
    const double buildStart = cpuSeconds();
    rtcCommitScene(scene);
    const double build = cpuSeconds() - buildStart;

    std::vector<double> rates;
    size_t hits = 0;
    for (int pass = 0; pass < passes; ++pass) {
        hits = 0;
        const double start = cpuSeconds();
#if RTC_VERSION_MAJOR == 3
        RTCIntersectContext context;
        rtcInitIntersectContext(&context);
#endif
        for (uint32_t i = 0; i < count; ++i) {
            float f[8];
            std::memcpy(f, rays.data() + 32 + size_t{32} * i, 32);
            RTCRayHit q{};
            q.ray = {f[0], f[1], f[2], f[3], f[4], f[5], f[6], 0, f[7], ~0U, 0, 0};
            q.hit.geomID = RTC_INVALID_GEOMETRY_ID;
#if RTC_VERSION_MAJOR == 3
            if (anyHit) rtcOccluded1(scene, &context, &q.ray);
            else rtcIntersect1(scene, &context, &q);
#else
            if (anyHit) rtcOccluded1(scene, &q.ray);
            else rtcIntersect1(scene, &q);
#endif
            hits += anyHit ? q.ray.tfar < 0 : q.hit.geomID != RTC_INVALID_GEOMETRY_ID;
        }
        rates.push_back(count / (cpuSeconds() - start) * 1e-6);
    }
    std::sort(rates.begin(), rates.end());
    std::printf("{\"version\": \"%s\", \"rays\": %u, \"buildCpuMs\": %.2f, \"mraysPerCpuSecond\": %.3f, \"hits\": %zu}\n",
                RTC_VERSION_STRING, count, build * 1e3, rates[rates.size() / 2], hits);
    rtcReleaseGeometry(mesh);
    rtcReleaseScene(scene);
    rtcReleaseDevice(device);
    return 0;
}
