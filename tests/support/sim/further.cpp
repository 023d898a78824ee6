#include "tests/support/sim/further.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "tests/support/twilio_wire.hpp"

namespace herald::test::sim {
namespace {

using nlohmann::json;

/// A good request whose line and body hold these texts; nothing without one.
const RawRequest* like(const std::vector<RawRequest>& good, std::string_view line,
                       std::string_view body = {}) {
  const auto found = std::ranges::find_if(good, [&](const RawRequest& one) {
    return one.line().find(line) != std::string::npos && one.body.find(body) != std::string::npos;
  });
  return found == good.end() ? nullptr : &*found;
}

/// A member of a JSON body that is changed as RFC 7396 says, in a good request that the two texts find.
/// [value]
struct Patch {
  std::string_view provider;
  std::string_view line;
  std::string_view body;
  const char* merge;
};
constexpr std::array kPatches{
    Patch{"sendgrid", "/mail/send", "", R"({"from":{"email":"ada@elsewhere.example"}})"},
    Patch{"sendgrid", "/mail/send", "",
          R"({"reply_to":{"email":"a@b.example"},"reply_to_list":[{"email":"a@b.example"}]})"},
    Patch{"sendgrid", "/mail/send", "", R"({"template_id":"d-1"})"},
    Patch{"telegram", "/getMe", "", R"({"herald":1})"},
    Patch{"telegram", "/sendMessage", "", R"({"parse_mode":"HTML","entities":[]})"},
    Patch{"telegram", "/sendMediaGroup", "\"media\":[", R"({"media":[1,2]})"},
    Patch{"telegram", "/sendMediaGroup", "\"media\":[", R"({"media":[{"type":"herald"},{"type":"herald"}]})"},
    Patch{"telegram", "/sendMediaGroup", "\"media\":[", R"({"reply_markup":{"remove_keyboard":true}})"},
    Patch{
        "telegram", "/sendMediaGroup", "\"media\":[",
        R"({"media":[{"type":"photo","media":"https://a.example/a"},{"type":"document","media":"https://a.example/b"}]})"},
    Patch{"telegram", "/setWebhook", "", R"({"url":"https://herald.example:444/hook"})"},
    Patch{"whatsapp", "/messages", R"("recipient":)", R"({"recipient":"US1234"})"},
    Patch{"whatsapp", "/messages", "location_request_message",
          R"({"interactive":{"header":{"type":"text","text":"H"}}})"},
    Patch{"vonage", "/v1/messages", "failover", R"({"failover":[]})"},
    Patch{"vonage", "/v1/messages", "failover", R"({"failover":[1]})"},
    Patch{"vonage", "/v1/messages", "context", R"({"message_type":"custom","image":null})"},
    Patch{"vonage", "/v1/messages", "context", R"({"context":{"message_uuid":"1"}})"},
    Patch{"vonage", "/v1/messages", "sms", R"({"trusted_recipient":1})"}};

std::string many_recipients(const std::string& body) {
  constexpr int kOneMore = 1001;
  json mail = json::parse(body);
  json one = mail["personalizations"][0];
  mail["personalizations"] = json::array();
  for (int i = 0; i < kOneMore; i += 500) {
    one.erase("cc");
    one["to"] = json::array();
    for (int n = i; n < std::min(i + 500, kOneMore); ++n)
      one["to"].push_back({{"email", std::to_string(n) + "@b.example"}});
    mail["personalizations"].push_back(one);
  }
  return mail.dump();
}

/// Parts in front of those of a multipart body.
std::string more_parts(const std::string& body, const std::string& name,
                       const std::vector<std::string>& values) {
  const std::string boundary = body.substr(0, body.find("\r\n"));
  std::string out;
  for (const std::string& value : values)
    out += boundary + "\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n";
  return out + body;
}

void mailgun_changes(const std::vector<RawRequest>& good, std::vector<Change>& changes) {
  const RawRequest* mail = like(good, "/messages ");
  if (mail == nullptr || !mail->body.starts_with("--")) return;
  std::vector<std::string> people, tags;
  for (int i = 0; i < 1000; ++i) people.push_back(std::to_string(i) + "@b.example");
  for (int i = 0; i < 4; ++i) tags.push_back("tag" + std::to_string(i));
  const auto add = [&](const char* words, const std::string& body) {
    changes.push_back({words, with_body(*mail, body)});
  };
  add("1000 more recipients", more_parts(mail->body, "cc", people));
  add("several to", more_parts(mail->body, "to", {"other@b.example"}));
  add("four tags", more_parts(mail->body, "o:tag", tags));
  add("an amp-html of 26 MB", more_parts(mail->body, "amp-html", {std::string(26'000'000, 'x')}));
  add("an amp-html of 55 MB", more_parts(mail->body, "amp-html", {std::string(55'000'000, 'x')}));
}

/// A field of a form with another value, in addition where it has none.
void form_change(const RawRequest* good, const char* name, const std::string& value,
                 std::vector<Change>& changes) {
  if (good == nullptr) return;
  Form form = read_form(good->body).value_or(Form{});
  const auto found = std::ranges::find(form, name, &Form::value_type::first);
  if (found == form.end())
    form.emplace_back(name, value);
  else
    found->second = value;
  changes.push_back({std::string{name} + " as " + shown(value), with_body(*good, write_form(form))});
}

/// Vonage's SMS API: what only a binary message has, and values that look right and are not.
std::string binary_form(const RawRequest& sms) {
  Form form = read_form(sms.body).value_or(Form{});
  std::erase_if(form, [](const auto& field) { return field.first == "text" || field.first == "type"; });
  for (const auto& [name, value] : {std::pair{"type", "binary"}, std::pair{"body", "48692121"},
                                    std::pair{"udh", "06050415811581"}, std::pair{"protocol-id", "7F"}})
    form.emplace_back(name, value);
  return write_form(form);
}

void vonage_changes(const std::vector<RawRequest>& good, std::vector<Change>& changes) {
  const RawRequest* text = like(good, "/sms/json", "text=");
  for (const char* milliseconds : {"10000", "604800001"}) form_change(text, "ttl", milliseconds, changes);
  form_change(text, "sig", std::string(32, 'a'), changes);
  form_change(text, "api_key", "a1b2c3d4", changes);
  const RawRequest* binary = like(good, "/sms/json", "type=binary");
  form_change(binary, "text", "Hi", changes);
  form_change(binary, "body", std::string(282, 'a'), changes);
}

/// The second attribute of an SMS as the first one.
void aws_sns_changes(const std::vector<RawRequest>& good, std::vector<Change>& changes) {
  const RawRequest* sms = like(good, "POST / ", "MessageAttributes.entry.2");
  if (sms == nullptr) return;
  Form form = read_form(sms->body).value_or(Form{});
  for (auto& [name, value] : form)
    if (const std::string second = "MessageAttributes.entry.2."; name.starts_with(second))
      value = field(form, "MessageAttributes.entry.1." + name.substr(second.size()));
  changes.push_back({"an attribute twice", with_body(*sms, write_form(form))});
}

}  // namespace

std::vector<RawRequest> further_examples(std::string_view provider, const std::vector<RawRequest>& good) {
  std::vector<RawRequest> out;
  const auto add = [&](std::string_view line, const char* body) {
    if (const RawRequest* base = like(good, line)) out.push_back(with_body(*base, body));
  };
  if (provider == "whatsapp") {
    add("/messages",
        R"({"messaging_product":"whatsapp","recipient":"US.1234","type":"text","text":{"body":"Hi"}})");
    add("/messages", R"({"messaging_product":"whatsapp","to":"919876500001","type":"template","template":{
      "name":"offer","language":{"code":"en"},"components":[{"type":"body","parameters":[
      {"type":"currency","currency":{"fallback_value":"1","code":"USD","amount_1000":1}},
      {"type":"date_time","date_time":{"fallback_value":"May"}},{"type":"text","text":"a"},{"type":"text","text":"b"}]},
      {"type":"button","sub_type":"copy_code","index":"0","parameters":[{"type":"coupon_code","coupon_code":"A"}]}]}})");
  }
  const RawRequest* text = provider == "telegram" ? like(good, "/sendMessage") : nullptr;
  if (text != nullptr) {
    RawRequest album = *text;
    album.head.replace(album.head.find("/sendMessage"), std::string_view{"/sendMessage"}.size(),
                       "/sendMediaGroup");
    out.push_back(
        with_body(album, R"({"chat_id":987654321,"media":[{"type":"photo","media":"https://a.example/a"},
      {"type":"photo","media":"https://a.example/b"}]})"));
  }
  const RawRequest* sms = provider == "vonage" ? like(good, "/sms/json") : nullptr;
  if (sms == nullptr) return out;
  out.push_back(with_body(*sms, binary_form(*sms)));
  RawRequest json_request = with_header(*sms, "Content-Type", "application/json");
  json_request.head = "POST /v1/messages HTTP/1.1" + json_request.head.substr(json_request.head.find("\r\n"));
  for (const char* body :
       {R"({"channel":"sms","message_type":"text","to":"447700900123","from":"HERALD","text":"Hi","ttl":3600,
         "trusted_recipient":true,"sms":{"encoding_type":"auto"},"failover":[{"channel":"whatsapp","message_type":"text",
         "to":"447700900123","from":"447700900456","text":"Hi"}]})",
        R"({"channel":"whatsapp","message_type":"image","to":"447700900123","from":"447700900456",
         "image":{"url":"https://a.example/a"},"context":{"message_uuid":"aaaaaaaa-bbbb-4ccc-8ddd-0123456789ab"}})"})
    out.push_back(with_body(json_request, body));
  return out;
}

std::vector<Change> further_changes(std::string_view provider, const std::vector<RawRequest>& good) {
  std::vector<Change> changes;
  for (const Patch& patch : kPatches) {
    const RawRequest* base = patch.provider == provider ? like(good, patch.line, patch.body) : nullptr;
    json body = base == nullptr ? json() : json::parse(base->body, nullptr, false);
    if (!body.is_object()) continue;
    body.merge_patch(json::parse(patch.merge));
    changes.push_back({patch.merge, with_body(*base, body.dump())});
  }
  if (provider == "mailgun") mailgun_changes(good, changes);
  if (provider == "aws_sns") aws_sns_changes(good, changes);
  if (provider == "vonage") vonage_changes(good, changes);
  if (provider == "twilio") {
    const RawRequest* sms = like(good, "Messages.json", "To=%2B");
    form_change(sms, "From", "+15005550007", changes);
    form_change(sms, "To", "+15005550004", changes);
  }
  if (const RawRequest* stored =
          provider == "whatsapp" ? like(good, "/messages", "fallback_value") : nullptr) {
    json body = json::parse(stored->body);
    const json half{{"type", "text"}, {"text", std::string(600, 'x')}};
    body["template"]["components"] = {{{"type", "body"}, {"parameters", {half, half}}}};
    changes.push_back({"two texts of 600 characters", with_body(*stored, body.dump())});
  }
  if (const RawRequest* mail = provider == "sendgrid" ? like(good, "/mail/send") : nullptr) {
    changes.push_back({"1001 recipients", with_body(*mail, many_recipients(mail->body))});
    changes.push_back({"30 MB", with_body(*mail, std::string(30'000'000, ' ') + mail->body)});
  }
  return changes;
}

}  // namespace herald::test::sim
