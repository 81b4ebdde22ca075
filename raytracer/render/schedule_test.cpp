#include "raytracer/render/schedule.h"

#include <gtest/gtest.h>

namespace raypool {
namespace {

std::vector<Pass> scheduleOf(uint32_t width, uint32_t height) {
    RenderScene scene;
    scene.width = width;
    scene.height = height;
    return renderSchedule(scene);
}

TEST(Schedule, CoarseFirstAndFinishedAtTheEnd) {
    for (const auto& [width, height] : {std::pair{1U, 1U}, {64U, 64U}, {65U, 64U}, {20U, 400U}, {4000U, 3000U}, {16384U, 4096U}}) {
        const auto passes = scheduleOf(width, height);
        ASSERT_FALSE(passes.empty());
        EXPECT_EQ(passes.back().stride, 1U);   // every pixel
        for (size_t i = 1; i < passes.size(); ++i) EXPECT_LT(passes[i].stride, passes[i - 1].stride);
        if (uint64_t{width} * height > 100000) {
            EXPECT_GE(passes.front().stride, 4U);
        }
    }
}

TEST(Schedule, SmallPicturesInOneGo) { EXPECT_EQ(scheduleOf(64, 64).size(), 1U); }

}  // namespace
}  // namespace raypool
