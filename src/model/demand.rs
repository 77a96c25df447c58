//! What is asked for: customers and their orders, whether of goods, tickets, cases or recurring work.

use super::value::choice;
use super::{record::record, *};

choice! {
    /// How far an order has come.
    OrderStatus {
        /// Agreed and not yet delivered: it is planned.
        Open = "open", "Open";
        /// Someone asks what would be possible; not planned.
        Inquiry = "inquiry", "Inquiry";
        /// Offered, not yet agreed; not planned.
        Quote = "quote", "Quote";
        /// Delivered: it is history and feeds the forecast.
        Closed = "closed", "Closed";
        /// Withdrawn.
        Cancelled = "canceled", "Cancelled";
    }
}

record! {
    /// Somebody who orders: a customer, a department, a market.
    Customer, CustomerId {
        /// The customer's name.
        name: String = String::new(), "Name", Required, Unique;
        /// Anything worth knowing.
        description: String = String::new(), "Description";
        /// A group for reports.
        category: String = String::new(), "Category";
        /// The group of customers it belongs to.
        owner: Option<CustomerId> = None, "Group";
    }
}

record! {
    /// A demand: so much of an item, at a location, at a time. A ticket or case is an order too.
    Order, OrderId {
        /// The order's number or title.
        name: String = String::new(), "Order", Required, Unique;
        /// Anything worth knowing.
        description: String = String::new(), "Description";
        /// A group for reports.
        category: String = String::new(), "Category";
        /// Who ordered it.
        customer: Option<CustomerId> = None, "Customer";
        /// What is ordered.
        item: Option<ItemId> = None, "Item";
        /// Where it is to be delivered from.
        location: Option<LocationId> = None, "Location";
        /// How much is ordered, in units of the item.
        quantity: f64 = 1.0, "Quantity", NotNegative;
        /// When it should be ready; later is possible and counts as late.
        due: Option<Time> = None, "Due";
        /// When it must be ready; later is never acceptable.
        deadline: Option<Time> = None, "Deadline";
        /// Before this no work on it may start.
        release: Option<Time> = None, "Release";
        /// How far the order has come.
        status: OrderStatus = OrderStatus::Open, "Status";
        /// 1 is the most important; larger numbers wait.
        priority: i64 = 10, "Priority", NotNegative;
        /// How late it may be delivered before it is refused; empty means any lateness.
        max_lateness: Option<Span> = None, "Max. lateness", NotNegative;
        /// The smallest part that may be delivered by itself; empty means the plan decides.
        minimum_shipment: Option<f64> = None, "Min. shipment", NotNegative;
        /// The batch, colour or order-specific variant that must be used.
        batch: String = String::new(), "Batch";
        /// The operation or routing that delivers it, where it is not the item's own.
        operation: Option<OperationId> = None, "Delivery operation";
    }
}

record! {
    /// A series to be forecast: an item for a customer at a location.
    Forecast, ForecastId {
        /// The forecast's name.
        name: String = String::new(), "Name", Required, Unique;
        /// Whose demand it foresees.
        customer: Option<CustomerId> = None, "Customer";
        /// The item foreseen.
        item: Option<ItemId> = None, "Item", Owned;
        /// Where it will be asked for.
        location: Option<LocationId> = None, "Location";
        /// The method, or `automatic`.
        method: String = String::new(), "Method";
        /// Priority of the orders it stands for.
        priority: i64 = 10, "Priority", NotNegative;
        /// Whether only whole units make sense.
        discrete: bool = true, "Whole units";
        /// Whether it is planned for.
        planned: bool = true, "Planned";
        /// The length of its periods.
        period: Period = Period::Month, "Period";
        /// How many periods it looks ahead.
        horizon: i64 = 12, "Periods ahead", Positive;
        /// Over how many periods before its own an order uses up the forecast.
        consume_before: i64 = 0, "Used up before", NotNegative;
        /// Over how many periods after its own an order uses up the forecast.
        consume_after: i64 = 0, "Used up after", NotNegative;
    }
}

record! {
    /// What is known and said of one period of a forecast series. What was, what was corrected, what a method expects and what a person
    /// says instead stand apart. Where two people wrote of the same period apart there are two records, which count as one: of each value
    /// that both give, that of the lower id.
    ForecastValue, ForecastValueId {
        /// The series.
        forecast: Option<ForecastId> = None, "Forecast", Required, Owned;
        /// First day of the period.
        start: Option<Time> = None, "Period", Required;
        /// Demand of the past as it was typed or brought in; counts instead of the orders of the period.
        history: Option<f64> = None, "History", NotNegative;
        /// What the forecast takes instead of an unusual demand of the past.
        correction: Option<f64> = None, "Corrected", NotNegative;
        /// The forecast as it was accepted.
        baseline: Option<f64> = None, "Baseline", NotNegative;
        /// In four of five such periods demand is not below this, as it was foreseen with the baseline.
        low: Option<f64> = None, "80 % from";
        /// And not above this.
        high: Option<f64> = None, "80 % to";
        /// What a person expects instead of the baseline.
        adjustment: Option<f64> = None, "Override", NotNegative;
        /// Why the person expects something else.
        reason: String = String::new(), "Why";
        /// Who said so.
        author: String = String::new(), "By";
    }
}
