// Templates through the running server: made, changed, previewed, sent.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "tests/flow/house.hpp"

namespace herald::test {
namespace {

using nlohmann::json;

constexpr const char* kPath = "/templates";

/// A key of a new tenant with the permissions that the quick start's does not have.
std::string key_of_tenant(const Daemon& daemon) {
  const auto made = [&](const char* path, const json& wish) {
    return json::parse(daemon.admin("POST", path, wish.dump()).body);
  };
  const json tenant = made("/api/v1/admin/tenants", {{"name", fresh_text("templates")}});
  return made("/api/v1/admin/api-keys", {{"tenant_id", tenant.at("id")}, {"name", "k"}, {"scopes", {"*"}}})
      .at("key");
}

class Templates : public InTheHouse {
 protected:
  HttpReply call(const std::string& method, const std::string& path, const json& body = nullptr) {
    return tenant_.call(method, path, body.is_null() ? "" : body.dump());
  }
  static json draft(const std::string& name, const std::string& body) {
    return {{"template_name", name}, {"channel_type", "SMS"}, {"template_body", body}};
  }
  /// The resource that a request made or answered.
  static json resource(const HttpReply& reply, int status = 200) {
    EXPECT_EQ(reply.status, status) << reply.head << reply.body;
    return json::parse(reply.body, nullptr, false);
  }
  json make(const json& wish) { return resource(call("POST", kPath, wish), 201); }
  json made(const std::string& body) { return make(draft(fresh_text("template"), body)); }
  /// "pointer text" of each problem, in lines.
  static std::string problems(const HttpReply& reply) {
    std::string out;
    const json document = json::parse(reply.body, nullptr, false);
    for (const json& one : document.value("errors", json::array()))
      out += one.value("pointer", "?") + " " + one.value("detail", one.value("text", "?")) + "\n";
    return out;
  }
  json message_of(const json& made_template, const json& variables) const {
    return {{"channel_id", channel_},
            {"to_address", "+15005550100"},
            {"template_id", made_template.at("id")},
            {"template_variables", variables}};
  }
  Tenant tenant_{house_.daemon.port(), key_of_tenant(house_.daemon)};
  std::string channel_{tenant_.make_channel(house_.sandbox.channel(fresh_text("channel")))};
};

TEST_P(Templates, AMessageSaysWhatItsTemplateSaysAndIsPinnedToTheVersion) {
  const std::string mark = fresh_text("dear");
  const json first = made(mark + " {{ customer.name }}, you owe {{amount}}.");
  EXPECT_EQ(first.at("version"), 1);
  EXPECT_EQ(first.at("template_variables"), json::array({"customer.name", "amount"}));
  const json values{{"customer", {{"name", "Zoë"}}}, {"amount", 12.5}};
  const json sent = resource(tenant_.post(message_of(first, values), ""), 201);
  EXPECT_EQ(sent.at("message_body"), mark + " Zoë, you owe 12.5.");
  const std::string path = std::string{kPath} + "/" + first.at("id").get<std::string>();
  const json second = resource(call("PATCH", path, {{"template_body", "Changed"}}));
  EXPECT_EQ(second.at("version"), 2);
  const json shown = tenant_.await(sent.at("id"), "DELIVERED");
  EXPECT_EQ(shown.at("template_id"), first.at("id"));
  EXPECT_EQ(shown.at("template_version"), 1);
  EXPECT_EQ(house_.sandbox.count(mark + " Zoë, you owe 12.5."), 1);
  const json versions = resource(call("GET", path + "/versions"));
  ASSERT_EQ(versions.at("data").size(), 1U);
  EXPECT_EQ(versions.at("data")[0].at("template_body"), first.at("template_body"));
  EXPECT_EQ(versions.at("data")[0].at("version"), 1);
}

TEST_P(Templates, CountsTheMessagesThatWereAcceptedWithIt) {
  const json one = made("Hi {{name}}");
  EXPECT_EQ(one.at("usage_count"), 0);
  EXPECT_TRUE(one.at("last_used_at").is_null());
  const std::string path = std::string{kPath} + "/" + one.at("id").get<std::string>();
  const std::string etag = call("GET", path).header("ETag");
  const json message = message_of(one, {{"name", "Zoë"}});
  const std::string key = fresh_text("key");
  for (int i = 0; i < 2; ++i) EXPECT_EQ(tenant_.post(message, key).status, 201);  // one message
  EXPECT_EQ(tenant_.post(message, "").status, 201);
  EXPECT_EQ(tenant_.post(message_of(one, json::object()), "").status, 400);
  resource(call("POST", path + "/preview", {{"template_variables", {{"name", "Ann"}}}}));
  const HttpReply used = call("GET", path);
  EXPECT_EQ(resource(used).at("usage_count"), 2);
  EXPECT_FALSE(resource(used).at("last_used_at").is_null());
  EXPECT_EQ(used.header("ETag"), etag) << "a use is no change";
  EXPECT_EQ(resource(call("PATCH", path, {{"template_body", "Hello {{name}}"}})).at("usage_count"), 2);
  EXPECT_EQ(tenant_.post(message, "").status, 201);
  EXPECT_EQ(resource(call("GET", path)).at("usage_count"), 3);
}

TEST_P(Templates, EveryMissingAndUnknownVariableIsNamedByPointer) {
  const json one = made("{{ customer.name }} {{amount}}");
  const HttpReply refused = tenant_.post(message_of(one, {{"nmae", "x"}}), "");
  EXPECT_EQ(refused.status, 400) << refused.body;
  EXPECT_EQ(refused.header("Content-Type").substr(0, 24), "application/problem+json");
  const std::string found = problems(refused);
  EXPECT_NE(found.find("/template_variables/customer/name "), std::string::npos) << refused.body;
  EXPECT_NE(found.find("/template_variables/amount "), std::string::npos) << refused.body;
  EXPECT_NE(found.find("/template_variables/nmae "), std::string::npos) << refused.body;
  EXPECT_EQ(found.find("/message_body"), std::string::npos) << "the text is not the caller's to give";
}

TEST_P(Templates, ATemplateMayLeaveMissingVariablesEmpty) {
  json wish = draft(fresh_text("lenient"), "Hi {{name}}!");
  wish["missing_variables"] = "empty";
  const json sent = resource(tenant_.post(message_of(make(wish), json::object()), ""), 201);
  EXPECT_EQ(sent.at("message_body"), "Hi !");
}

TEST_P(Templates, AnUnknownTemplateAndATextBesideOneAreRefused) {
  json wish = message_of(made("x"), json::object());
  wish["message_body"] = "mine";
  EXPECT_NE(problems(tenant_.post(wish, "")).find("/message_body "), std::string::npos);
  json unknown = message_of(made("x"), json::object());
  unknown["template_id"] = "01890000-0000-7000-8000-00000000dead";
  const HttpReply refused = tenant_.post(unknown, "");
  EXPECT_EQ(refused.status, 404) << refused.body;
  EXPECT_NE(problems(refused).find("/template_id there is no such template"), std::string::npos)
      << refused.body;
}

TEST_P(Templates, WrongSyntaxIsRefusedWithItsPlace) {
  json wish = draft(fresh_text("wrong"), "Dear {{name}},\n{{#list}} {{name:none}}");
  const HttpReply refused = call("POST", kPath, wish);
  EXPECT_EQ(refused.status, 400);
  EXPECT_NE(refused.body.find("line 2, column 1: "), std::string::npos) << refused.body;
  EXPECT_NE(refused.body.find("line 2, column 11: "), std::string::npos) << refused.body;
  wish["template_body"] = "Dear {{name}} {{nmae}}";
  wish["template_variables"] = {"name"};
  EXPECT_NE(call("POST", kPath, wish).body.find("line 1, column 15: template_variables does not name nmae"),
            std::string::npos);
}

TEST_P(Templates, TheLanguageFallsBackStepByStep) {
  const std::string name = fresh_text("variants");
  json wish = draft(name, "Hello");
  const json english = make(wish);
  wish["language"] = "pt";
  wish["template_body"] = "Olá";
  const json portuguese = make(wish);
  const auto said = [&](const std::string& language) {
    json message = message_of(english, json::object());
    message["template_language"] = language;
    return resource(tenant_.post(message, ""), 201);
  };
  EXPECT_EQ(said("pt-BR").at("message_body"), "Olá");
  EXPECT_EQ(said("pt-BR").at("template_id"), portuguese.at("id"));
  EXPECT_EQ(said("de").at("message_body"), "Hello");
  EXPECT_EQ(call("POST", kPath, wish).status, 409) << "one template of a name, channel type and language";
}

TEST_P(Templates, PreviewEscapesHtmlForItsPlace) {
  json wish = draft(fresh_text("html"), "{{n}}");
  wish["template_html"] = R"(<a href="{{link}}" title="{{n}}">{{n}}</a>)";
  const std::string id = make(wish).at("id");
  const json shown =
      resource(call("POST", std::string{kPath} + "/" + id + "/preview",
                    {{"template_variables", {{"n", "<b>\"&"}, {"link", "javascript:alert(1)"}}}}));
  EXPECT_EQ(shown.at("message_body"), "<b>\"&");
  const std::string html = shown.at("message_html");
  EXPECT_EQ(html.find("<b>"), std::string::npos) << html;
  EXPECT_EQ(html.find("javascript:"), std::string::npos) << html;
  EXPECT_NE(html.find("&lt;b&gt;&quot;&amp;"), std::string::npos) << html;
}

TEST_P(Templates, ARepeatedPostMakesOneTemplate) {
  const std::string key = fresh_text("key");
  for (const std::size_t size : {std::size_t{10}, std::size_t{20'000}}) {
    const json wish = draft(fresh_text("once"), std::string(size, 'x'));
    const std::string own = key + std::to_string(size);
    const auto post = [&] { return tenant_.call("POST", kPath, wish.dump(), {{"Idempotency-Key", own}}); };
    const HttpReply first = post(), second = post();
    ASSERT_EQ(first.status, 201) << first.body;
    EXPECT_EQ(second.status, 201) << second.body;
    EXPECT_EQ(second.header("Idempotency-Replayed"), "true");
    EXPECT_EQ(second.header("Location"), first.header("Location"));
    EXPECT_EQ(json::parse(second.body).at("id"), json::parse(first.body).at("id"));
  }
}

TEST_P(Templates, ChangesGoByTheRevisionThatIfMatchNames) {
  const HttpReply first = call("POST", kPath, draft(fresh_text("tag"), "one"));
  const std::string path = std::string{kPath} + "/" + json::parse(first.body).at("id").get<std::string>();
  const auto patch = [&](const std::string& tag, const char* text) {
    return tenant_.call("PATCH", path, json{{"template_body", text}}.dump(), {{"If-Match", tag}});
  };
  EXPECT_EQ(patch(first.header("ETag"), "two").status, 200);
  EXPECT_EQ(patch(first.header("ETag"), "three").status, 412);
  EXPECT_EQ(resource(call("GET", path)).at("template_body"), "two");
  EXPECT_EQ(call("DELETE", path).status, 204);
  EXPECT_EQ(call("GET", path).status, 404);
  EXPECT_EQ(call("DELETE", path).status, 404);
}

TEST_P(Templates, ListsAreNarrowedAndPaged) {
  std::string name = fresh_text("list");
  std::ranges::replace(name, ' ', '-');
  json wish = draft(name, "x");
  for (const char* language : {"en", "de", "fr"}) {
    wish["language"] = language;
    make(wish);
  }
  const std::string query = std::string{kPath} + "?template_name=" + name + "&limit=2";
  const json first = resource(call("GET", query));
  EXPECT_EQ(first.at("data").size(), 2U);
  EXPECT_EQ(first.at("has_more"), true);
  const json second = resource(call("GET", query + "&cursor=" + first.at("next_cursor").get<std::string>()));
  EXPECT_EQ(second.at("data").size(), 1U);
  EXPECT_EQ(second.at("has_more"), false);
  EXPECT_EQ(call("GET", query + "&cursor=zz").status, 400);
  EXPECT_EQ(call("GET", query + "&shape=round").status, 400);
}

HERALD_ON_BOTH_DATABASES(Templates);

}  // namespace
}  // namespace herald::test
