#include "plugins/providers/parts/text.hpp"

#include <gtest/gtest.h>

namespace herald::provider {
namespace {

TEST(Text, KnowsTheUrlsThatProvidersFetch) {
  const std::string long_path(2000 - 20, 'a');
  for (const std::string& good :
       {std::string{"https://a.b"}, std::string{"http://a.bc"}, "https://files.examp/" + long_path})
    EXPECT_TRUE(is_web_url(good)) << good;
  for (const std::string& bad :
       {std::string{}, std::string{"http://a."}, std::string{"ftp://files.example/a"},
        std::string{"https://files.example/a b"}, std::string{"https://files.example/\xC3\xA9"},
        "https://files.examp/" + long_path + "a"})
    EXPECT_FALSE(is_web_url(bad)) << bad;
}

}  // namespace
}  // namespace herald::provider
