#include <gtest/gtest.h>
#include <herald/sdk.hpp>

#include <array>
#include <new>
#include <stdexcept>

namespace herald::sdk {
namespace {

/// What it does is its op.
struct Thrower {
  static std::string descriptor() { throw std::bad_alloc{}; }
  static std::string config_schema() { return "{}"; }
  static Reply plan(const Call& call) {
    if (call.op == "memory") throw std::bad_alloc{};
    if (call.op == "long") throw std::length_error{""};
    if (call.op == "number") throw 7;
    if (call.op == "silent") throw Failure{"", HERALD_INVALID};
    if (call.op == "refused") static_cast<void>(call.crypto().digest(Hash::Sha256, ""));
    if (call.op == "forged") static_cast<void>(call.crypto().verify(Scheme::Ed25519, "", "", ""));
    return {"{}", {}};
  }
  static Reply on_response(const Call&, const HttpResponse&) { return {std::string(100, 'x'), {}}; }
};
using Tables = detail::ProviderTables<Thrower>;

/// A host whose tables reach as far as a test says: older or newer than these headers.
class Host {
 public:
  std::uint32_t host_size = sizeof(herald_host);
  std::uint32_t crypto_size = sizeof(herald_crypto);
  bool offers_crypto = true;

  herald_status open() {
    crypto_.known.struct_size = crypto_size;
    crypto_.known.digest = [](auto, auto, auto, auto) { return herald_status{HERALD_REFUSED}; };
    crypto_.known.verify = [](auto, auto, auto, auto, auto) { return herald_status{HERALD_REFUSED}; };
    table_ = {host_size, 99, this, &find};
    const auto err = detail::into(reason);
    return Tables::open(&table_, &instance_, &err);
  }
  /// Plans with the given op; the reason is left in `reason`.
  herald_status plan(std::string_view op) {
    reason.clear();
    const herald_provider_args args{sizeof args, 0, detail::borrow(op), {}, {}, {}, {}};
    const auto json = detail::into(reply);
    const auto err = detail::into(reason);
    return http()->plan(instance_, nullptr, &args, &json, &json, &err);
  }
  /// The answer to a response goes to a sink that is full.
  herald_status respond_into_a_full_sink() {
    const herald_provider_args args{sizeof args, 0, {}, {}, {}, {}, {}};
    const herald_http_response response{sizeof response, 200, {}, {}};
    const herald_sink full{sizeof full, 0, nullptr, [](auto, auto, auto) { return std::int32_t{1}; }};
    const auto err = detail::into(reason);
    return http()->on_response(instance_, nullptr, &args, &response, &full, &full, &err);
  }
  Host() = default;
  Host(const Host&) = delete;
  Host& operator=(const Host&) = delete;
  ~Host() { Tables::close(instance_); }
  [[nodiscard]] const herald_provider_http* http() const {
    return static_cast<const herald_provider_http*>(Tables::get_interface(instance_, HERALD_PROVIDER_HTTP_1));
  }
  herald_instance* instance_ = nullptr;
  std::string reason{};
  std::string reply{};

 private:
  static const void* find(void* host, const char* id) {
    auto& self = *static_cast<Host*>(host);
    return self.offers_crypto && std::string_view{id} == HERALD_CRYPTO_1 ? &self.crypto_ : nullptr;
  }
  /// The table of a newer host has a tail that these headers do not know.
  struct {
    herald_crypto known{};
    std::array<void*, 8> tail{};
  } crypto_{};
  herald_host table_{};
};

TEST(Wrapper, OpensOnAHostWhoseTablesAreLongerThanItKnows) {
  Host newer;
  newer.host_size += 64;
  newer.crypto_size += 64;
  EXPECT_EQ(newer.open(), HERALD_OK) << newer.reason;
  EXPECT_NE(newer.instance_, nullptr);
}

TEST(Wrapper, RefusesAHostTableThatIsTooShort) {
  for (const std::uint32_t size : {0u, 8u, HERALD_HOST_LEAST - 1}) {
    Host host;
    host.host_size = size;
    EXPECT_EQ(host.open(), HERALD_UNSUPPORTED) << size;
    EXPECT_EQ(host.reason, "expected a host table of at least 24 bytes, found " + std::to_string(size));
    EXPECT_EQ(host.instance_, nullptr);
  }
}

TEST(Wrapper, RefusesACryptoTableThatIsTooShort) {
  for (const std::uint32_t size : {0u, 8u, HERALD_CRYPTO_LEAST - 8, HERALD_CRYPTO_LEAST - 1}) {
    Host host;
    host.crypto_size = size;
    EXPECT_EQ(host.open(), HERALD_UNSUPPORTED) << size;
    EXPECT_EQ(host.reason, "expected herald.crypto/1 of at least 80 bytes, found " + std::to_string(size));
    EXPECT_EQ(host.instance_, nullptr);
  }
}

TEST(Wrapper, SaysWhichInterfaceTheHostDoesNotOffer) {
  Host host;
  host.offers_crypto = false;
  EXPECT_EQ(host.open(), HERALD_UNSUPPORTED);
  EXPECT_EQ(host.reason, "expected host interface herald.crypto/1, found none");
}

TEST(Wrapper, AnswersNullForInterfacesItDoesNotKnow) {
  for (const auto* id :
       {"", "herald.config/1 ", "herald.config/2", "herald.provider.http/", "herald.crypto/1"})
    EXPECT_EQ(Tables::get_interface(nullptr, id), nullptr) << id;
}

TEST(Wrapper, LetsNothingOutAndAlwaysGivesAReason) {
  Host host;
  ASSERT_EQ(host.open(), HERALD_OK);
  const auto said = [&host](std::string_view op) {
    return std::to_string(host.plan(op)) + ' ' + host.reason;
  };
  EXPECT_EQ(said("memory"), "101 out of memory");
  EXPECT_EQ(said("long"), "100 exception without text");
  EXPECT_EQ(said("number"), "100 exception that is not a std::exception");
  EXPECT_EQ(said("silent"), "1 failure without text");
  EXPECT_EQ(said("refused"), "202 herald.crypto/1 failed");
  EXPECT_EQ(said("forged"), "202 herald.crypto/1 failed");
  EXPECT_EQ(said("fine"), "0 ");
}

TEST(Wrapper, GuardsFunctionsWithoutAnInstanceToo) {
  Host host;
  ASSERT_EQ(host.open(), HERALD_OK);
  const auto json = detail::into(host.reply);
  const auto err = detail::into(host.reason);
  EXPECT_EQ(host.http()->descriptor(host.instance_, &json, &err), HERALD_NO_MEMORY);
  EXPECT_EQ(host.reason, "out of memory");
}

TEST(Wrapper, StopsAtASinkThatTakesNoMore) {
  Host host;
  ASSERT_EQ(host.open(), HERALD_OK);
  EXPECT_EQ(host.respond_into_a_full_sink(), HERALD_SINK_FULL);
  EXPECT_NE(host.reason, "");
}

TEST(Wrapper, ReadsHeadersOfAnAnswerAndOfAWebhook) {
  const HttpResponse answer{.status = 429,
                            .headers_json = R"([["retry-after","7"],["X-Quote","a\"b\u00e9"]])"};
  EXPECT_EQ(answer.header("Retry-After"), "7");
  EXPECT_EQ(answer.header("x-quote"), "a\"b\xc3\xa9");
  EXPECT_EQ(answer.header("X-None"), "");
  const herald_provider_args args{
      sizeof args, 0, {}, detail::borrow(R"({"request":{"headers":[["A","1"],["a","2"]]}})"), {}, {}, {}};
  EXPECT_EQ(Call(args, Crypto{nullptr, nullptr}).header("a"), "1");
  EXPECT_EQ(HttpResponse{}.header("a"), "") << "without any headers";
}

}  // namespace
}  // namespace herald::sdk
