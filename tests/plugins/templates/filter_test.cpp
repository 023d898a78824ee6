#include "plugins/features/templates/filter.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace herald::templates {
namespace {

using nlohmann::json;

json record(const std::string& language, const std::string& body) {
  return {{"id", language},
          {"channel_type", "SMS"},
          {"language", language},
          {"version", 3},
          {"live", 1},
          {"is_active", true},
          {"template_body", body},
          {"subject", ""},
          {"template_html", nullptr},
          {"template_variables", json::array()},
          {"missing_variables", "fail"},
          {"message_class", "otp"}};
}

json input(const json& chosen) {
  return {
      {"message", {{"template_id", "x"}, {"channel_type", "SMS"}, {"template_variables", {{"n", "Ann"}}}}},
      {"template", chosen},
      {"variants", json::array()}};
}

json rendered(const json& in) { return json::parse(render_message(in.dump())); }

std::string refusal(const json& in) {
  const json out = rendered(in);
  return out.contains("problem") ? out["problem"]["errors"][0].at("text").get<std::string>() : "";
}

TEST(Filter, MakesTheTextsAndSaysOfWhichVersion) {
  const json out = rendered(input(record("en", "Hi {{n}}")));
  ASSERT_TRUE(out.contains("message")) << out;
  EXPECT_EQ(out["message"]["message_body"], "Hi Ann");
  EXPECT_EQ(out["message"]["template_version"], 3);
  EXPECT_EQ(out["message"]["message_class"], "otp");
}

TEST(Filter, RefusesTemplatesThatAreNotForThisMessage) {
  EXPECT_EQ(refusal(input(nullptr)), "there is no such template");
  json one = record("en", "x {{n}}");
  one["live"] = nullptr;
  EXPECT_EQ(refusal(input(one)), "there is no such template");
  one = record("en", "x {{n}}");
  one["is_active"] = false;
  EXPECT_EQ(refusal(input(one)), "the template is not active");
  one = record("en", "x {{n}}");
  one["channel_type"] = "EMAIL";
  EXPECT_EQ(refusal(input(one)), "the template is for EMAIL, the channel is SMS");
}

TEST(Filter, AnInactiveVariantIsNotChosen) {
  json in = input(record("en", "Hi {{n}}"));
  in["message"]["template_language"] = "pt";
  json variant = record("pt", "Oi {{n}}");
  in["variants"] = {variant};
  EXPECT_EQ(rendered(in)["message"]["message_body"], "Oi Ann");
  variant["is_active"] = false;
  in["variants"] = {variant};
  EXPECT_EQ(rendered(in)["message"]["message_body"], "Hi Ann");
}

}  // namespace
}  // namespace herald::templates
