// The classic integrator against a word-for-word port of the demo, picture by picture.
#include "raytracer/testing/plain_port.h"

#include <gtest/gtest.h>

#include "raytracer/render/render_tile.h"
#include "raytracer/testing/effort.h"
#include "raytracer/testing/pictures.h"
#include "raytracer/testing/random_scene.h"

namespace raypool::testing {
namespace {

std::vector<uint8_t> renderHere(const RenderScene& scene) {
    Frame frame;
    EXPECT_TRUE(frame.reset(scene.width, scene.height));
    RenderScratch scratch(scene);
    Interrupt interrupt;
    for (uint32_t tile = 0; tile < frame.grid().count(); ++tile) {
        EXPECT_TRUE(renderTile(scene, frame, tile, Pass{1}, scratch, interrupt));
    }
    const auto display = frame.display();
    return {display.begin(), display.end()};
}

TEST(PlainPort, RandomScenes) {
    PictureDifference sum;
    size_t black = 0;
    const auto scenes = static_cast<uint32_t>(effort(600, 50));
    for (uint32_t seed = 0; seed < scenes; ++seed) {
        const auto [desc, textures] = randomScene(seed);
        const auto scene = sceneOf(desc, textures);
        const auto here = renderHere(*scene);
        const auto difference = compare(here, renderPlainPort(desc, textures));
        EXPECT_LE(difference.largest, 1) << "seed " << seed << ": " << difference.different << " of " << difference.pixels;
        EXPECT_LE(difference.different, 2U) << "seed " << seed;
        sum.pixels += difference.pixels;
        sum.different += difference.different;
        size_t dark = 0;
        for (size_t i = 0; i < here.size(); i += 4) dark += here[i] + here[i + 1] + here[i + 2] == 0;
        black += dark == difference.pixels;
    }
    EXPECT_LE(sum.different, sum.pixels / 10000);
    EXPECT_LT(black, scenes / 2);   // no proof by black pictures
}

}  // namespace
}  // namespace raypool::testing
