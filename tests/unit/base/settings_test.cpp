#include "host/base/settings.hpp"

#include <gtest/gtest.h>

#include <array>

namespace herald {
namespace {

constexpr std::array<SettingSpec, 4> kKnown{{
    {"http.listen", "127.0.0.1:8080", ""},
    {"http.tls_key", "", ""},
    {"workers", "8", ""},
    {"plugins.trust", "yes", ""},
}};

using Texts = std::vector<std::string>;

std::string refusal(const Result<Done>& done) { return done ? "accepted" : done.error().detail; }

class Configuration : public ::testing::Test {
 protected:
  Settings settings_{kKnown};
};

TEST_F(Configuration, falls_back_on_the_preset) {
  EXPECT_EQ(settings_.text("http.listen"), "127.0.0.1:8080");
  EXPECT_FALSE(settings_.given("http.listen"));
}

TEST_F(Configuration, lets_a_later_source_win) {
  ASSERT_TRUE(settings_.read_properties("workers = 2\n", "file"));
  ASSERT_TRUE(settings_.read_environment(Texts{"HERALD_WORKERS=3"}));
  EXPECT_EQ(*settings_.number("workers", 1, 100), 3);
  ASSERT_TRUE(settings_.set("workers", "4", "command line"));
  EXPECT_EQ(*settings_.number("workers", 1, 100), 4);
  EXPECT_TRUE(settings_.given("workers"));
}

TEST_F(Configuration, reads_properties_with_comments_blanks_and_equals_signs) {
  ASSERT_TRUE(settings_.read_properties("# note\n! note\n\n  http.tls_key =  a=b c \r\nworkers=1", "file"));
  EXPECT_EQ(settings_.text("http.tls_key"), "a=b c");
  EXPECT_EQ(settings_.text("workers"), "1");
}

TEST_F(Configuration, names_the_nearest_known_key) {
  EXPECT_EQ(refusal(settings_.set("http.lisen", "x", "command line")),
            "command line: unknown key 'http.lisen'; did you mean 'http.listen'?");
}

TEST_F(Configuration, reports_every_bad_line_with_its_place) {
  EXPECT_EQ(refusal(settings_.read_properties("worker = 2\nworkers = 2\nnonsense\n", "herald.conf")),
            "herald.conf:1: unknown key 'worker'; did you mean 'workers'?\n"
            "herald.conf:3: expected 'key = value'");
  EXPECT_EQ(settings_.text("workers"), "2");
}

TEST_F(Configuration, maps_environment_names_onto_keys) {
  ASSERT_TRUE(settings_.read_environment(
      Texts{"HERALD_HTTP_TLS_KEY=/k=1", "PATH=/bin", "HERALD_WORKERS=", "HERALDRY=x"}));
  EXPECT_EQ(settings_.text("http.tls_key"), "/k=1");
  EXPECT_EQ(settings_.text("workers"), "");
}

TEST_F(Configuration, suggests_the_nearest_environment_name_without_showing_the_value) {
  EXPECT_EQ(refusal(settings_.read_environment(Texts{"HERALD_HTTP_LISTN=hunter2", "HERALD_WORKER=hunter2"})),
            "environment: unknown variable 'HERALD_HTTP_LISTN'; did you mean 'HERALD_HTTP_LISTEN'?\n"
            "environment: unknown variable 'HERALD_WORKER'; did you mean 'HERALD_WORKERS'?");
}

TEST_F(Configuration, ignores_the_variables_of_clients_and_tests) {
  EXPECT_EQ(
      refusal(settings_.read_environment(Texts{"HERALD_URL=x", "HERALD_TENANT=x", "HERALD_API_KEY=x",
                                               "HERALD_PID=1", "HERALD_TEST_MYSQL=x", "HERALD_TEST_=x"})),
      "accepted");
  for (const char* entry : {"HERALD_URLS=x", "HERALD_TEST=x", "HERALD_=x"}) {
    EXPECT_NE(refusal(settings_.read_environment(Texts{entry})), "accepted") << entry;
  }
}

TEST_F(Configuration, bounds_numbers_inclusively_and_says_what_it_found) {
  for (const char* good : {"1", "10"}) {
    ASSERT_TRUE(settings_.set("workers", good, "t"));
    EXPECT_TRUE(settings_.number("workers", 1, 10)) << good;
  }
  for (const char* bad : {"0", "11", "", "x", "1x", " 1", "1.0", "99999999999999999999"}) {
    ASSERT_TRUE(settings_.set("workers", bad, "t"));
    const auto number = settings_.number("workers", 1, 10);
    ASSERT_FALSE(number) << bad;
    EXPECT_EQ(number.error().detail,
              "workers = '" + std::string{bad} + "': expected a whole number from 1 to 10");
  }
}

TEST_F(Configuration, reads_flags_in_three_spellings) {
  for (const auto& [text, value] : {std::pair{"true", true},
                                    {"yes", true},
                                    {"on", true},
                                    {"false", false},
                                    {"no", false},
                                    {"off", false}}) {
    ASSERT_TRUE(settings_.set("plugins.trust", text, "t"));
    EXPECT_EQ(*settings_.flag("plugins.trust"), value);
  }
  ASSERT_TRUE(settings_.set("plugins.trust", "1", "t"));
  EXPECT_FALSE(settings_.flag("plugins.trust"));
}

TEST_F(Configuration, splits_lists_and_drops_empty_items) {
  ASSERT_TRUE(settings_.set("http.listen", " a, ,b c,, d,", "t"));
  EXPECT_EQ(settings_.list("http.listen"), (Texts{"a", "b c", "d"}));
  EXPECT_EQ(settings_.list("http.listen", ';'), (Texts{"a, ,b c,, d,"}));
  EXPECT_EQ(settings_.list("http.tls_key"), Texts{});
}

}  // namespace
}  // namespace herald
