#include "host/http/proxies.hpp"

#include <gtest/gtest.h>

namespace herald::http {
namespace {

Request seen(const std::vector<std::string>& trusted, std::string_view peer, std::vector<Header> headers) {
  Request request;
  request.headers = std::move(headers);
  Proxies::from(trusted).value().apply(*address_of(peer), request);
  return request;
}

TEST(ProxiesTest, believe_nobody_unless_told) {
  const Request request =
      seen({}, "10.0.0.1", {{"X-Forwarded-For", "1.1.1.1"}, {"X-Forwarded-Proto", "https"}});
  EXPECT_EQ(request.remote_ip, "10.0.0.1");
  EXPECT_FALSE(request.secure);
}

TEST(ProxiesTest, do_not_believe_a_stranger) {
  const Request request =
      seen({"10.0.0.0/8"}, "11.0.0.1", {{"X-Forwarded-For", "1.1.1.1"}, {"X-Forwarded-Proto", "https"}});
  EXPECT_EQ(request.remote_ip, "11.0.0.1");
  EXPECT_FALSE(request.secure);
}

TEST(ProxiesTest, take_the_right_most_address_that_is_not_a_proxy) {
  const std::vector<Header> headers{{"X-Forwarded-For", "6.6.6.6, 1.1.1.1"}, {"x-forwarded-for", "10.0.0.2"}};
  EXPECT_EQ(seen({"10.0.0.0/8"}, "10.0.0.1", headers).remote_ip, "1.1.1.1");
}

TEST(ProxiesTest, take_the_first_address_when_all_are_proxies) {
  EXPECT_EQ(seen({"10.0.0.0/8"}, "10.0.0.1", {{"X-Forwarded-For", "10.0.0.3,10.0.0.2"}}).remote_ip,
            "10.0.0.3");
  EXPECT_EQ(seen({"10.0.0.0/8"}, "10.0.0.1", {}).remote_ip, "10.0.0.1");
}

TEST(ProxiesTest, stop_at_what_is_not_an_address) {
  EXPECT_EQ(seen({"10.0.0.1"}, "10.0.0.1", {{"X-Forwarded-For", "1.1.1.1, unknown"}}).remote_ip, "10.0.0.1");
}

TEST(ProxiesTest, read_addresses_with_ports_and_ipv6) {
  EXPECT_EQ(seen({"::1"}, "::1", {{"X-Forwarded-For", "[2001:DB8::1]:99"}}).remote_ip, "2001:db8::1");
  EXPECT_EQ(seen({"::1"}, "::1", {{"X-Forwarded-For", "1.2.3.4:99"}}).remote_ip, "1.2.3.4");
  EXPECT_EQ(seen({"10.0.0.0/8"}, "::ffff:10.0.0.1", {{"X-Forwarded-For", "1.2.3.4"}}).remote_ip, "1.2.3.4");
}

TEST(ProxiesTest, believe_a_trusted_peer_about_the_protocol) {
  EXPECT_TRUE(seen({"10.0.0.1"}, "10.0.0.1", {{"X-Forwarded-Proto", "http, HTTPS"}}).secure);
  EXPECT_FALSE(seen({"10.0.0.1"}, "10.0.0.1", {{"X-Forwarded-Proto", "https, http"}}).secure);
}

TEST(ProxiesTest, match_networks_at_their_edges) {
  const Proxies proxies = Proxies::from({"192.168.4.0/22", "2001:db8::/33"}).value();
  EXPECT_TRUE(proxies.trusts(*address_of("192.168.4.0")));
  EXPECT_TRUE(proxies.trusts(*address_of("192.168.7.255")));
  EXPECT_FALSE(proxies.trusts(*address_of("192.168.8.0")));
  EXPECT_FALSE(proxies.trusts(*address_of("192.168.3.255")));
  EXPECT_TRUE(proxies.trusts(*address_of("2001:db8:7fff::1")));
  EXPECT_FALSE(proxies.trusts(*address_of("2001:db8:8000::1")));
}

TEST(ProxiesTest, refuse_a_malformed_network_and_quote_it) {
  for (const char* text :
       {"", "proxy", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/8x", "10.0.0/8", "::/129", "1.2.3.4/-1"}) {
    const auto proxies = Proxies::from({text});
    ASSERT_FALSE(proxies) << text;
    EXPECT_NE(proxies.error().detail.find("'" + std::string{text} + "'"), std::string::npos);
  }
}

}  // namespace
}  // namespace herald::http
