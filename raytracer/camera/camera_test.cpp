#include "raytracer/camera/camera.h"

#include <gtest/gtest.h>

#include "raytracer/core/hash.h"

namespace raypool {
namespace {

TEST(Camera, RaysGoThroughTheCornersOfThePicture) {
    Camera camera;
    camera.halfWidth = 2;
    camera.halfHeight = 1;
    const Ray topLeft = cameraRay(camera, {0, 0}, {0.5F, 0.5F}, 0), bottomRight = cameraRay(camera, {1, 1}, {0.5F, 0.5F}, 0);
    EXPECT_NEAR(topLeft.d.x / -topLeft.d.z, -2, 1e-6);
    EXPECT_NEAR(topLeft.d.y / -topLeft.d.z, 1, 1e-6);
    EXPECT_NEAR(bottomRight.d.x / -bottomRight.d.z, 2, 1e-6);
    EXPECT_NEAR(bottomRight.d.y / -bottomRight.d.z, -1, 1e-6);
    EXPECT_NEAR(length(topLeft.d), 1, 1e-6);
    camera.kind = CameraKind::kOrthographic;
    const Ray parallel = cameraRay(camera, {0, 0}, {0.5F, 0.5F}, 0);
    EXPECT_EQ(parallel.o, vec3(-2, 1, 0));
    EXPECT_EQ(parallel.d, vec3(0, 0, -1));
}

TEST(Camera, RaysOfAFilmPointMeetInThePlaneInFocus) {
    Pcg32 random(3);
    for (const auto kind : {CameraKind::kPerspective, CameraKind::kOrthographic}) {
        for (const uint32_t blades : {0U, 6U}) {
            Camera camera;
            camera.kind = kind;
            camera.lensRadius = 0.2F;
            camera.focusDistance = 3;
            camera.bladeCount = blades;
            const vec2 film{0.3F, 0.8F};
            vec3 first{0};
            float widest = 0;
            for (int i = 0; i < 500; ++i) {
                const Ray ray = cameraRay(camera, film, {random.nextFloat(), random.nextFloat()}, 0);
                const vec3 p = ray.at((-3 - ray.o.z) / ray.d.z);
                if (i == 0) first = p;
                EXPECT_NEAR(length(p - first), 0, 1e-5);
                const vec3 middle = kind == CameraKind::kPerspective ? vec3(0) : vec3((2 * film.x - 1) * 0.5F, (1 - 2 * film.y) * 0.5F, 0);
                widest = std::max(widest, length(ray.o - middle));
            }
            EXPECT_LE(widest, 0.2F + 1e-6F);
            EXPECT_GT(widest, 0.17F);
        }
    }
}

TEST(Camera, ProjectionIsTheInverse) {
    Camera camera;
    camera.halfWidth = 0.8F;
    camera.halfHeight = 0.45F;
    camera.toWorld = {{0, 0, -1}, {0, 1, 0}, {1, 0, 0}, {5, 2, 1}};   // looks along -x
    for (const auto kind : {CameraKind::kPerspective, CameraKind::kOrthographic}) {
        camera.kind = kind;
        for (const vec2 film : {vec2(0.1F, 0.2F), vec2(0.5F, 0.5F), vec2(0.9F, 0.7F)}) {
            const Ray ray = cameraRay(camera, film, {0.5F, 0.5F}, 0);
            vec2 back{0};
            ASSERT_TRUE(projectToFilm(camera, ray.at(7), 0, back));
            EXPECT_NEAR(back.x, film.x, 1e-5);
            EXPECT_NEAR(back.y, film.y, 1e-5);
            EXPECT_FALSE(projectToFilm(camera, ray.at(-7), 0, back));
        }
    }
}

TEST(Camera, MovesWithTheShutter) {
    Camera camera;
    camera.moves = true;
    Affine64 end;
    end.t = {4, 0, 0};
    camera.motion = MotionTransform({{0.0F, Affine64{}}, {1.0F, end}});
    EXPECT_EQ(cameraRay(camera, {0.5F, 0.5F}, {0.5F, 0.5F}, 0.25F).o, vec3(1, 0, 0));
}

}  // namespace
}  // namespace raypool
