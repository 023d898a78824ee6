#include "tests/support/whatsapp_wire.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>

#include "tests/support/digests.hpp"
#include "tests/support/request_headers.hpp"
#include "tests/support/whole_match.hpp"

namespace herald::test {
namespace {

using What = WhatsAppCall::What;
using Wrong = std::optional<WhatsAppError>;

/// A request line in its parts. [value]
struct Target {
  std::string method{};
  std::string path{};
  std::optional<Form> query{Form{}};  ///< nothing: not encoded as it must be
};

Target target_of(const RawRequest& request) {
  std::smatch parts;
  const std::string line = request.line();
  if (!whole_match(line, parts, std::regex{R"((GET|POST|DELETE) (/[^ ?]*)(\?([^ ]+))? HTTP/1\.1)"}))
    return {};
  Target out{parts[1], parts[2], Form{}};
  if (parts[3].matched) out.query = read_form(parts[4].str());
  return out;
}

/// The members of the query in any order, each once, and no others.
bool asks_for(Form query, const Form& expected) {
  std::ranges::sort(query);
  Form sorted = expected;
  std::ranges::sort(sorted);
  return query == sorted;
}

Wrong check_head(const RawRequest& request) {
  static const std::set<std::string> kAllowed{
      "host", "accept", "accept-encoding", "user-agent", "authorization", "content-type", "content-length"};
  const auto headers = request_headers(request);
  for (const auto& [name, value] : headers)
    if (!kAllowed.contains(name) || !only_header(headers, name))
      return WhatsAppError{400, 100, "header", "a header of the documents, once, not " + name};
  if (!only_header(headers, "host")) return WhatsAppError{400, 100, "Host", "one Host"};
  const bool posts = request.line().starts_with("POST ");
  if (posts && only_header(headers, "content-length") != std::to_string(request.body.size()))
    return WhatsAppError{411, 100, "length", "a length in bytes"};
  if (!posts && (!request.body.empty() || only_header(headers, "content-type")))
    return WhatsAppError{400, 100, "body", "no body"};
  return std::nullopt;
}

Wrong check_credentials(const WhatsAppAccount& account, const RawRequest& request, Target& target,
                        What what) {
  const auto given = only_header(request_headers(request), "authorization");
  if (!given) return WhatsAppError{401, 0, "An access token is required", "a token"};
  if (*given != "Bearer " + account.token)
    return WhatsAppError{401, 190, "Error validating access token", "Bearer and the token"};
  if (what == What::Bytes) return std::nullopt;
  const std::string proof = field(*target.query, "appsecret_proof");
  const auto removed =
      std::erase_if(*target.query, [](const auto& one) { return one.first == "appsecret_proof"; });
  if (removed == 0 ? account.wants_proof : removed > 1 || proof != whatsapp_proof(account))
    return WhatsAppError{400, 100, "Invalid appsecret_proof provided in the API argument", "the app's proof"};
  return std::nullopt;
}

/// What the path names; nothing where it names another object.
void find_what(const WhatsAppAccount& account, const Target& target, WhatsAppCall& call) {
  const std::string base = "/" + account.version + "/";
  const bool get = target.method == "GET";
  std::smatch parts;
  if (get && whole_match(target.path, parts, std::regex{"/media/([0-9]{1,64})"})) {
    call.what = What::Bytes;
    call.media_id = parts[1];
  } else if (!target.path.starts_with(base)) {
    return;
  } else if (const std::string rest = target.path.substr(base.size());
             rest == account.phone_number_id + "/messages" || rest == account.phone_number_id + "/media") {
    if (!get) call.what = rest.ends_with("/media") ? What::Upload : What::Message;
  } else if (rest == account.phone_number_id) {
    call.what = get ? What::Number : What::Configure;
  } else if (!get && rest == account.waba_id + "/subscribed_apps") {
    call.what = What::Subscribe;
  } else if (get && whole_match(rest, std::regex{"[0-9]{1,64}"})) {
    call.what = What::Lookup;
    call.media_id = rest;
  }
}

Wrong check_multipart(const RawRequest& request, WhatsAppCall& call) {
  const auto type = only_header(request_headers(request), "content-type").value_or("");
  std::smatch parts;
  static const std::regex kType{R"re(multipart/form-data; boundary="?([0-9A-Za-z'()+_,./:=?-]{1,70})"?)re"};
  if (!whole_match(type, parts, kType))
    return WhatsAppError{400, 100, "Content-Type", "multipart/form-data with a boundary"};
  auto read = read_mail_parts(request.body, parts[1]);
  if (!read) return WhatsAppError{400, 100, "body", "parts between boundaries"};
  call.parts = *std::move(read);
  return check_whatsapp_upload(call.parts);
}

/// The media host takes neither browsers nor clients without a name.
bool is_browser(const RawRequest& request) {
  const auto agent = only_header(request_headers(request), "user-agent").value_or("");
  return agent.empty() || agent.starts_with("Mozilla");
}

Wrong check_rest(const WhatsAppAccount& account, const RawRequest& request, const Target& target,
                 WhatsAppCall& call) {
  const WhatsAppError query{400, 100, "query", "the parameters of the documents"};
  switch (call.what) {
    case What::Message:
      if (!asks_for(*target.query, {})) return query;
      if (only_header(request_headers(request), "content-type") != "application/json")
        return WhatsAppError{400, 100, "Content-Type", "application/json"};
      return check_whatsapp_message(request.body);
    case What::Subscribe:
    case What::Configure:
      if (!asks_for(*target.query, {})) return query;
      if (only_header(request_headers(request), "content-type") != "application/json")
        return WhatsAppError{400, 100, "Content-Type", "application/json"};
      return call.what == What::Subscribe ? check_whatsapp_subscription(request.body)
                                          : check_whatsapp_configuration(request.body);
    case What::Upload:
      if (!asks_for(*target.query, {})) return query;
      return check_multipart(request, call);
    case What::Number:
      return asks_for(*target.query, {{"fields", "display_phone_number,verified_name,quality_rating"}})
                 ? Wrong{}
                 : query;
    case What::Lookup:
      return asks_for(*target.query, {}) ||
                     asks_for(*target.query, {{"phone_number_id", account.phone_number_id}})
                 ? Wrong{}
                 : query;
    case What::Bytes:
      return is_browser(request) ? WhatsAppError{403, 10, "agent", "a client with a name of its own"}
                                 : Wrong{};
    case What::Nothing:
      break;
  }
  return std::nullopt;
}

}  // namespace

WhatsAppCall read_whatsapp_call(const WhatsAppAccount& account, const RawRequest& request) {
  WhatsAppCall call;
  Target target = target_of(request);
  find_what(account, target, call);
  if (call.what == What::Nothing || !target.query) {
    call.wrong = WhatsAppError{400, 100,
                               "Unsupported request. Object with ID '" + account.phone_number_id +
                                   "' does not exist or does not support this operation",
                               "method and path of the documents"};
    return call;
  }
  call.wrong = check_head(request);
  if (!call.wrong) call.wrong = check_credentials(account, request, target, call.what);
  if (!call.wrong) call.wrong = check_rest(account, request, target, call);
  return call;
}

std::string whatsapp_error_json(const WhatsAppError& error) {
  return nlohmann::ordered_json{
      {"error",
       {{"message", "(#" + std::to_string(error.code) + ") Refused"},
        {"type", "OAuthException"},
        {"code", error.code},
        {"error_data", {{"messaging_product", "whatsapp"}, {"details", error.details}}},
        {"fbtrace_id", "A1b2C3d4"}}}}
      .dump();
}

std::string whatsapp_signature(const std::string& app_secret, const std::string& body) {
  return "sha256=" + hex_of(hmac_of("SHA256", app_secret, body));
}

std::string whatsapp_proof(const WhatsAppAccount& account) {
  return hex_of(hmac_of("SHA256", account.app_secret, account.token));
}

std::string whatsapp_sha256_hex(const std::string& bytes) { return hex_of(digest_of("SHA256", bytes)); }
std::string whatsapp_sha256_base64(const std::string& bytes) { return base64(digest_of("SHA256", bytes)); }

}  // namespace herald::test
