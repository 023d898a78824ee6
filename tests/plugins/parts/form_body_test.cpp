#include "plugins/providers/parts/form_body.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace herald::provider {
namespace {

/// The body with `<name>` in the place of each blob.
std::string written(const std::vector<FormPart>& parts) {
  std::string out;
  for (const auto& segment : form_body(parts, "b7"))
    out += segment.contains("blob") ? "<" + segment.at("blob").get<std::string>() + ">"
                                    : segment.at("text").get<std::string>();
  return out;
}

TEST(FormBody, PutsTextsAndFilesBetweenItsBoundaries) {
  EXPECT_EQ(
      written({{.name = "to", .value = "a b"},
               {.name = "file", .blob = "b1", .filename = "caf\xC3\xA9.png", .content_type = "image/png"},
               {.name = "end", .value = ""}}),
      "--b7\r\nContent-Disposition: form-data; name=\"to\"\r\n\r\na b\r\n"
      "--b7\r\nContent-Disposition: form-data; name=\"file\"; filename=\"caf\xC3\xA9.png\"\r\n"
      "Content-Type: image/png\r\n\r\n<b1>\r\n"
      "--b7\r\nContent-Disposition: form-data; name=\"end\"\r\n\r\n\r\n--b7--\r\n");
  EXPECT_EQ(form_body_type("b7"), "multipart/form-data; boundary=b7");
}

TEST(FormBody, KeepsANameInsideOfItsQuotes) {
  const auto name_of = [](const std::string& filename) {
    const std::string body = written({{.name = "f", .blob = "b1", .filename = filename}});
    const std::size_t begin = body.find("filename=\"") + 10;
    return body.substr(begin, body.find("\r\n", begin) - begin);
  };
  EXPECT_EQ(name_of("a\"; x=\"b"), "a%22; x=%22b\"");
  EXPECT_EQ(name_of("a\r\nX-Evil: 1"), "aX-Evil: 1\"");
  EXPECT_EQ(name_of("a\\"), "a_\"");
  EXPECT_EQ(name_of("\n"), "file\"");
}

}  // namespace
}  // namespace herald::provider
