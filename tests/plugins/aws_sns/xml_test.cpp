#include "plugins/providers/aws_sns/xml.hpp"

#include <gtest/gtest.h>

namespace herald::aws_sns {
namespace {

std::string text_in(const std::string& document) {
  const auto root = read_xml(document);
  return root ? root->text : "(none)";
}

std::string nested(int levels) {
  std::string out;
  for (int i = 0; i < levels; ++i) out += "<a>";
  for (int i = 0; i < levels; ++i) out += "</a>";
  return out;
}

TEST(Xml, ReadsElementsByTheirLocalNames) {
  const auto root = read_xml(
      "\xEF\xBB\xBF<?xml version=\"1.0\"?>\n<!-- c --><p:a xmlns:p = 'u<>' "
      "b=\"'\">\n<p:b>1</p:b><b>2</b><c\n/>"
      "<!-- <d> --></p:a >\n");
  ASSERT_TRUE(root.has_value());
  EXPECT_EQ(root->name, "a");
  ASSERT_EQ(root->children.size(), 3U);
  EXPECT_EQ(child_text(*root, "b"), "1");
  EXPECT_EQ(child_text(*root, "c"), "");
  EXPECT_EQ(find_element(*root, "d"), nullptr);
  EXPECT_EQ(find_element(*root, "c")->name, "c");
  EXPECT_EQ(find_element(*root, "a"), &*root);
}

TEST(Xml, ReadsEntitiesAndNumbers) {
  EXPECT_EQ(text_in("<a>&lt;&gt;&amp;&quot;&apos;</a>"), "<>&\"'");
  EXPECT_EQ(text_in("<a>&#233;&#xE9;&#x20AC;&#x1F600;&#10;</a>"),
            "\xC3\xA9\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80\n");
  for (const char* bad : {"<a>&</a>", "<a>&amp</a>", "<a>&nbsp;</a>", "<a>&#;</a>", "<a>&#x;</a>",
                          "<a>&#0;</a>", "<a>&#xD800;</a>", "<a>&#x110000;</a>", "<a>&#99999999999;</a>",
                          "<a>&#-1;</a>", "<a>&#x1g;</a>", "<a>&;</a>"})
    EXPECT_FALSE(read_xml(bad).has_value()) << bad;
}

TEST(Xml, IsStrict) {
  for (const char* bad : {"",
                          " ",
                          "x",
                          "<",
                          "<a",
                          "<a>",
                          "<a><",
                          "<a></",
                          "<a></a",
                          "<a></b>",
                          "<a></A>",
                          "<a/><b/>",
                          "<a/>x",
                          "x<a/>",
                          "<a b></a>",
                          "<a b=1></a>",
                          "<a b='></a>",
                          "<a b=\"'></a>",
                          "< a/>",
                          "<a><b></a></b>",
                          "<!DOCTYPE a><a/>",
                          "<a><![CDATA[x]]></a>",
                          "<a><?pi?></a>",
                          "<?xml",
                          "<!-- ",
                          "<a><!-- </a>",
                          "<a:/>",
                          "</a>",
                          "<a/ >"})
    EXPECT_FALSE(read_xml(bad).has_value()) << bad;
}

TEST(Xml, IsBounded) {
  EXPECT_TRUE(read_xml(nested(16)).has_value());
  EXPECT_FALSE(read_xml(nested(17)).has_value());
  EXPECT_FALSE(read_xml(nested(10'000)).has_value());
  const auto wide = [](int count) {
    std::string out = "<a>";
    for (int i = 0; i < count; ++i) out += "<b/>";
    return out + "</a>";
  };
  EXPECT_TRUE(read_xml(wide(999)).has_value());
  EXPECT_FALSE(read_xml(wide(1000)).has_value());
  EXPECT_TRUE(read_xml("<a>" + std::string(65'529, 'x') + "</a>").has_value());
  EXPECT_FALSE(read_xml("<a>" + std::string(65'530, 'x') + "</a>").has_value());
}

TEST(Xml, IsNothingWhereverItIsCutOff) {
  const std::string whole = "<?xml version=\"1.0\"?><a b=\"c\"><b>x &amp; y</b><!-- z --><c/></a>";
  ASSERT_TRUE(read_xml(whole).has_value());
  for (std::size_t size = 0; size < whole.size(); ++size)
    EXPECT_FALSE(read_xml(whole.substr(0, size)).has_value()) << size;
}

}  // namespace
}  // namespace herald::aws_sns
