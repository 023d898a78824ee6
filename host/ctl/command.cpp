#include "host/ctl/command.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <utility>

#include "host/ctl/words.hpp"
#include "host/json/writer.hpp"

namespace herald::ctl {
namespace {

using http::Method;

http::Request request(Method method, std::string_view method_text, std::string path) {
  http::Request out;
  out.method = method;
  out.method_text = method_text;
  out.target = path;
  out.path = std::move(path);
  return out;
}
http::Request fetch(std::string path) { return request(Method::Get, "GET", std::move(path)); }
http::Request post(std::string path, std::string body) {
  http::Request out = request(Method::Post, "POST", std::move(path));
  out.headers.push_back({"Content-Type", "application/json"});
  out.body = std::move(body);
  return out;
}

/// Adds a member where the option was given.
void add(json::Writer& writer, std::string_view name, const std::string& value) {
  if (!value.empty()) writer.text(name, value);
}

/// RFC 3339, or days from now: `30d`.
std::optional<std::string> expiry(const std::string& text, Instant now) {
  if (!text.ends_with('d')) return text;
  int days = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size() - 1, days);
  constexpr int kMostDays = 36'500;
  if (error != std::errc{} || end != text.data() + text.size() - 1 || days < 1 || days > kMostDays)
    return std::nullopt;
  return to_rfc3339(now + std::chrono::hours{24} * days);
}

Result<Command> migrate(const Words&, Instant) {
  return Command{.request = post("/api/v1/admin/migrate", "{}")};
}

Result<Command> create_tenant(const Words& words, Instant) {
  json::Writer body;
  body.begin_object().text("name", words.positional[0]);
  add(body, "default_region", words.option("--region"));
  body.end_object();
  return Command{.request = post("/api/v1/admin/tenants", body.take())};
}

Result<Command> list_tenants(const Words&, Instant) {
  return Command{.request = fetch("/api/v1/admin/tenants"),
                 .view = View::Table,
                 .columns = {"id", "name", "default_region", "status", "created_at"}};
}

Result<Command> create_user(const Words& words, Instant) {
  json::Writer body;
  body.begin_object().text("tenant_id", words.option("--tenant")).text("email", words.option("--email"));
  add(body, "display_name", words.option("--name"));
  add(body, "role", words.option("--role"));
  body.end_object();
  return Command{.request = post("/api/v1/admin/users", body.take())};
}

Result<Command> create_key(const Words& words, Instant now) {
  const std::string name = words.option("--name");
  json::Writer body;
  body.begin_object()
      .text("tenant_id", words.option("--tenant"))
      .text("name", name.empty() ? "default" : name);
  add(body, "mode", words.option("--mode"));
  if (const std::vector<std::string> scopes = split(words.option("--scopes")); !scopes.empty()) {
    body.begin_array("scopes");
    for (const std::string& scope : scopes) body.text(scope);
    body.end_array();
  }
  const auto at = expiry(words.option("--expires"), now);
  if (!at) return usage("expected --expires as a time (RFC 3339) or in days, for example 30d");
  add(body, "expires_at", *at);
  body.end_object();
  return Command{.request = post("/api/v1/admin/api-keys", body.take())};
}

Result<Command> revoke_key(const Words& words, Instant) {
  const std::string& id = words.positional[0];
  // Goes into the path: only what needs no escape.
  const bool plain = std::ranges::all_of(
      id, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || c == '-'; });
  if (!plain) return usage("expected the id of an API key (a UUID)");
  return Command{.request = request(Method::Delete, "DELETE", "/api/v1/admin/api-keys/" + id),
                 .view = View::Silent};
}

Result<Command> list_plugins(const Words&, Instant) {
  return Command{
      .request = fetch("/api/v1/admin/plugins"),
      .view = View::Table,
      .columns = {"id", "version", "state", "generation", "placement", "reason", "detail", "path"}};
}

/// What can be a plugin's id: it goes into the path.
bool is_plugin_id(const std::string& text) {
  return !text.starts_with('.') && std::ranges::all_of(text, [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || c == '-' || c == '_' || c == '.';
  });
}

Result<Command> show_plugin(const Words& words, Instant) {
  if (!is_plugin_id(words.positional[0]))
    return usage("expected the id of a plugin; `plugin list` shows them");
  return Command{.request = fetch("/api/v1/admin/plugins/" + words.positional[0])};
}

Result<Command> rescan_plugins(const Words&, Instant) {
  Command command = *list_plugins({}, {});
  command.request = post("/api/v1/admin/plugins/rescan", "{}");
  return command;
}

Result<Command> decide_plugin(const Words& words, std::string_view decision) {
  if (!is_plugin_id(words.positional[0]))
    return usage("expected the id of a plugin; `plugin list` shows them");
  return Command{
      .request = post("/api/v1/admin/plugins/" + words.positional[0] + '/' + std::string{decision}, "{}")};
}

Result<Command> enable_plugin(const Words& words, Instant) { return decide_plugin(words, "enable"); }
Result<Command> disable_plugin(const Words& words, Instant) { return decide_plugin(words, "disable"); }
Result<Command> roll_back_plugin(const Words& words, Instant) { return decide_plugin(words, "rollback"); }

Result<Command> list_channels(const Words&, Instant) {
  return Command{.request = fetch("/api/v1/admin/channels"),
                 .view = View::Table,
                 .columns = {"id", "tenant_id", "channel_type", "api_provider", "channel_name", "is_active"}};
}

Result<Command> verify_audit(const Words&, Instant) {
  return Command{.request = post("/api/v1/admin/audit-verify", "{}"), .verdict = "intact"};
}

Result<Command> show_audit_key(const Words&, Instant) {
  return Command{.request = fetch("/api/v1/admin/audit-key")};
}

Result<Command> examine(const Words&, Instant) {
  return Command{.request = fetch("/api/v1/admin/doctor"), .verdict = "healthy"};
}

/// One row of the command table.
struct Row {
  Grammar grammar;
  Result<Command> (*read)(const Words& words, Instant now);
};

constexpr std::array<std::string_view, 1> kRegion{"--region"};
constexpr std::array<std::string_view, 4> kUser{"--tenant", "--email", "--name", "--role"};
constexpr std::array<std::string_view, 2> kUserNeeds{"--tenant", "--email"};
constexpr std::array<std::string_view, 5> kKey{"--tenant", "--name", "--scopes", "--expires", "--mode"};
constexpr std::array<std::string_view, 1> kKeyNeeds{"--tenant"};

constexpr std::array<Row, 16> kCommands{{
    {{"migrate", "", {}, {}}, migrate},
    {{"tenant create", "NAME", kRegion, {}}, create_tenant},
    {{"tenant list", "", {}, {}}, list_tenants},
    {{"user create", "", kUser, kUserNeeds}, create_user},
    {{"apikey create", "", kKey, kKeyNeeds}, create_key},
    {{"apikey revoke", "ID", {}, {}}, revoke_key},
    {{"plugin list", "", {}, {}}, list_plugins},
    {{"plugin show", "ID", {}, {}}, show_plugin},
    {{"plugin rescan", "", {}, {}}, rescan_plugins},
    {{"plugin enable", "ID", {}, {}}, enable_plugin},
    {{"plugin disable", "ID", {}, {}}, disable_plugin},
    {{"plugin rollback", "ID", {}, {}}, roll_back_plugin},
    {{"channel list", "", {}, {}}, list_channels},
    {{"audit verify", "", {}, {}}, verify_audit},
    {{"audit key", "", {}, {}}, show_audit_key},
    {{"doctor", "", {}, {}}, examine},
}};

}  // namespace

Result<Command> read_command(std::span<const std::string> words, Instant now) {
  for (const Row& row : kCommands) {
    if (!names(row.grammar, words)) continue;
    auto read = read_words(row.grammar, words);
    if (!read) return std::move(read).error();
    return row.read(*read, now);
  }
  if (words.empty()) return usage("expected a command; --help lists them");
  return usage("'" + words[0] + (words.size() > 1 ? " " + words[1] : std::string{}) +
               "' is no command; --help lists them");
}

std::string_view help_text() {
  return R"(heraldctl [--config FILE] [--set key=value]... [--json] COMMAND

  migrate                                     bring the database to this release
  tenant create NAME [--region GB]            region: how national phone numbers are read
  tenant list
  user create --tenant ID --email ADDRESS [--name NAME] [--role ROLE]
  apikey create --tenant ID [--name NAME] [--scopes a,b] [--expires TIME|30d] [--mode test|live]
  apikey first                                a key with every right, for tenant "default" if there is none yet
  apikey revoke ID
  plugin list                                 what became of each plugin file
  plugin show ID                              its files and generations
  plugin rescan                               look at the plugin directories now
  plugin enable|disable|rollback ID           survives a restart; rollback: back to the generation before
  channel list
  audit key                                   the public key of this node's signatures, for who verifies
  audit export [--out FILE]                   the whole journal, signed
  audit verify [--export FILE --key HEX,...]  the journal here, or an export offline; --key: trusted signers
  doctor
  config check                                what is wrong with the configuration, all at once
  keyfile create PATH                         a new key ring for secrets (vault.keyfile), mode 0600
  backup DIRECTORY                            SQLite and the keys, while the server runs or not
  restore DIRECTORY                           the server must be stopped; what was there is kept beside
  storage copy --to mysql://… [--password-file FILE]
                                              all of a SQLite database to an empty MySQL one, compared afterwards

Exit codes: 0 done, 1 refused, 2 wrong usage, 3 nobody answered.
)";
}

}  // namespace herald::ctl
