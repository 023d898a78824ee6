// The price of a message, which Twilio knows only some time after it was sent.
#include <nlohmann/json.hpp>

#include "host/storage/connection.hpp"
#include "tests/flow/house.hpp"

namespace herald::test {
namespace {

using nlohmann::json;

/// A message of its own in a house, and the row of its price. [one thread]
class Priced final {
 public:
  explicit Priced(House& house)
      : house_{house},
        database_{storage::parse_storage_url(house.daemon.storage_url()).value(), storage::Access::Write},
        to_{fresh_number()},
        id_{house.send_twilio(to_, fresh_text("priced"))} {
    house_.tenant.await(id_, "SENT");
  }
  [[nodiscard]] TwilioSeen seen() const { return house_.twilio.seen(to_).at(0); }
  [[nodiscard]] json now() const { return house_.tenant.message(id_); }
  [[nodiscard]] json cost() const { return now().at("cost"); }
  [[nodiscard]] int reads() const { return house_.twilio.reads(seen().sid); }
  void deliver() const { EXPECT_EQ(call_back(house_.twilio.account(), seen(), {}) / 100, 2); }
  void bill(const std::string& price) const { house_.twilio.bill(seen().sid, {.price = price}); }
  /// "tries failures" of the row, or nothing when it is gone.
  std::string row() {
    const auto rows = database_.query(
        "select w.tries, w.failures from price_work w join delivery_attempt a on a.id = w.attempt_id where "
        "a.message_id = ?",
        2, storage::Row{id_});
    return rows.empty() ? "" : rows[0][0].text + " " + rows[0][1].text;
  }
  std::string due_at() {
    return database_
        .query(
            "select w.due_at from price_work w join delivery_attempt a on a.id = w.attempt_id where "
            "a.message_id = ?",
            1, storage::Row{id_})
        .at(0)[0]
        .text;
  }
  /// As if its time had come.
  void make_due() {
    database_.execute(
        "update price_work set due_at = '2026-01-01 00:00:00.000' where attempt_id in (select id from "
        "delivery_attempt where message_id = ?)",
        storage::Row{id_});
  }

 private:
  House& house_;
  storage::Connection database_;
  std::string to_;
  std::string id_;
};

class TwilioPriceFlow : public InTheHouse {
 protected:
  /// What /metrics says of prices that were told.
  double told() {
    HttpClient client{house_.daemon.port()};
    const std::string metrics = client.send({.target = "/metrics"}).body;
    const std::string name = "herald_prices_total{result=\"told\"} ";
    const auto at = metrics.find(name);
    return at == std::string::npos ? -1 : std::stod(metrics.substr(at + name.size()));
  }
};

TEST_P(TwilioPriceFlow, AsksForThePriceOfAMessageThatHasArrived) {
  Priced message{house_};
  message.deliver();
  EXPECT_EQ(message.now().at("status"), "DELIVERED");
  EXPECT_TRUE(message.cost().is_null());
  const auto due = from_sql(message.due_at()).value() - SystemClock{}.now();
  EXPECT_GT(due, std::chrono::minutes{14});
  EXPECT_LE(due, std::chrono::minutes{15});
  message.bill("-0.00750");
  message.make_due();
  EXPECT_TRUE(eventually([&] { return !message.cost().is_null(); }));
  const json now = message.now();
  EXPECT_EQ(now.at("cost"), (json{{"micros", 7500}, {"currency", "USD"}}));
  EXPECT_EQ(now.at("attempts").at(0).at("cost"), now.at("cost"));
  EXPECT_EQ(now.at("status"), "DELIVERED");
  EXPECT_TRUE(types_of(now).ends_with("message.delivered message.charged")) << types_of(now);
  EXPECT_EQ(message.reads(), 1);
  EXPECT_EQ(message.row(), "");
}

TEST_P(TwilioPriceFlow, AsksAgainWhileThereIsNoPriceAndWhenItIsRefused) {
  Priced message{house_};
  EXPECT_EQ(message.row(), "0 0");
  message.make_due();
  EXPECT_TRUE(eventually([&] { return message.row() == "1 0"; })) << message.row();
  EXPECT_TRUE(message.cost().is_null());
  house_.twilio.limit_reads(message.seen().sid, 1);
  message.make_due();
  EXPECT_TRUE(eventually([&] { return message.row() == "1 1"; })) << message.row();
  message.bill("-0.015");
  message.make_due();
  EXPECT_TRUE(eventually([&] { return message.row().empty(); })) << message.row();
  EXPECT_EQ(message.cost().at("micros"), 15'000);
  EXPECT_EQ(message.reads(), 3);
}

TEST_P(TwilioPriceFlow, AsksForThePriceAfterAKill) {
  House house{GetParam()};
  Priced message{house};
  message.deliver();
  house.daemon.kill9();
  message.bill("-0.00750");
  message.make_due();
  house.daemon.start();
  EXPECT_TRUE(eventually([&] { return !message.cost().is_null(); }));
  EXPECT_EQ(message.cost().at("micros"), 7500);
  EXPECT_EQ(message.now().at("status"), "DELIVERED");
}

TEST_P(TwilioPriceFlow, CountsQuestionsByWhatBecameOfThem) {
  const double before = told();
  Priced message{house_};
  message.bill("-0.00750");
  message.make_due();
  EXPECT_TRUE(eventually([&] { return message.row().empty(); }));
  EXPECT_TRUE(eventually([&] { return told() == before + 1; })) << before << " " << told();
}

HERALD_ON_BOTH_DATABASES(TwilioPriceFlow);

}  // namespace
}  // namespace herald::test
