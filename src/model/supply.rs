//! What there is and where more comes from: items, stock, suppliers and transport.

use super::value::choice;
use super::{record::record, *};

choice! {
    /// Whether an item is made for an order or for the shelf.
    ItemKind {
        Stock = "make to stock", "Made to stock";
        Order = "make to order", "Made to order";
    }
}

choice! {
    /// How what is needed is gathered into lots.
    LotRule {
        /// What each period needs.
        LotForLot = "lot_for_lot", "Lot for lot";
        /// Always the same quantity, as often as needed.
        Fixed = "fixed", "Fixed quantity";
        /// The quantity at which ordering and keeping cost least for steady demand.
        Economic = "economic", "Economic quantity";
        /// What the next so many periods need.
        Periods = "periods", "Periods of supply";
        /// As many periods as make the cost per period least.
        SilverMeal = "silver_meal", "Silver-Meal";
        /// The least cost over all periods.
        WagnerWhitin = "wagner_whitin", "Wagner-Whitin";
    }
}

record! {
    /// What is made, bought, delivered or done: a product, a part, a kind of ticket or case.
    Item, ItemId {
        /// The item's name or number.
        name: String = String::new(), "Name", Required, Unique;
        /// Anything worth knowing.
        description: String = String::new(), "Description";
        /// A group for reports.
        category: String = String::new(), "Category";
        /// A finer group for reports.
        subcategory: String = String::new(), "Subcategory";
        /// The unit it is counted in.
        unit: String = String::new(), "Unit";
        /// The value of one unit in money.
        cost: f64 = 0.0, "Value per unit", NotNegative;
        /// What a customer pays for one unit.
        price: f64 = 0.0, "Price per unit", NotNegative;
        /// Whether stock may serve any order, or only that of its own batch.
        kind: ItemKind = ItemKind::Stock, "Kind";
        /// The group of items it belongs to.
        owner: Option<ItemId> = None, "Group";
        /// Money for keeping one unit in stock for a month; empty means 2 % of its value.
        holding_cost: Option<f64> = None, "Holding cost", NotNegative;
        /// Money that a unit owed after its period costs per month; empty means a fifth of its value.
        backlog_cost: Option<f64> = None, "Backlog cost", NotNegative;
        /// Price of one unit made by somebody else; empty means nobody else makes it.
        subcontract_cost: Option<f64> = None, "Subcontract price", NotNegative;
        /// How needs are gathered into lots.
        lot_rule: LotRule = LotRule::LotForLot, "Lot rule";
        /// Units of a fixed lot, or periods that one covers.
        lot_quantity: Option<f64> = None, "Lot size", Positive;
        /// Money for one order or set-up.
        order_cost: f64 = 0.0, "Cost per order", NotNegative;
        /// Per cent of order cycles that should pass without a shortage.
        service_level: f64 = 95.0, "Service level %", Positive;
    }
}

record! {
    /// How much of an item lies at a location, and how much should.
    Stock, StockId {
        /// The item.
        item: Option<ItemId> = None, "Item", Required, Owned;
        /// Where it lies.
        location: Option<LocationId> = None, "Location";
        /// The batch or variant it belongs to.
        batch: String = String::new(), "Batch";
        /// Units on hand now.
        on_hand: f64 = 0.0, "On hand";
        /// Units that should never be missing.
        minimum: f64 = 0.0, "Safety stock", NotNegative;
        /// Anything worth knowing.
        description: String = String::new(), "Description";
    }
}

record! {
    /// Somebody who supplies items.
    Supplier, SupplierId {
        /// The supplier's name.
        name: String = String::new(), "Name", Required, Unique;
        /// Anything worth knowing.
        description: String = String::new(), "Description";
        /// A group for reports.
        category: String = String::new(), "Category";
        /// When it delivers; empty means always.
        calendar: Option<CalendarId> = None, "Calendar";
    }
}

record! {
    /// That an item can be bought from a supplier, and on what terms.
    ItemSupplier, ItemSupplierId {
        /// The item, or a group of items.
        item: Option<ItemId> = None, "Item", Required, Owned;
        /// Where it is delivered to; empty means anywhere.
        location: Option<LocationId> = None, "Location";
        /// Who supplies it.
        supplier: Option<SupplierId> = None, "Supplier", Required, Owned;
        /// Time from ordering to having it.
        lead_time: Span = Span::ZERO, "Lead time", NotNegative;
        /// The least that can be ordered.
        size_minimum: f64 = 1.0, "Min. size", NotNegative;
        /// Orders are multiples of this; empty means any size.
        size_multiple: Option<f64> = None, "Multiple", NotNegative;
        /// The most that can be ordered at once.
        size_maximum: Option<f64> = None, "Max. size", NotNegative;
        /// Price of one unit.
        cost: f64 = 0.0, "Price", NotNegative;
        /// 1 is asked first; 0 never by itself.
        priority: i64 = 1, "Preference", NotNegative;
        /// Nothing new is ordered within this time from the plan's start.
        fence: Span = Span::ZERO, "Frozen time", NotNegative;
        /// Since when; empty means always so far.
        start: Option<Time> = None, "Valid from";
        /// Until when; empty means for ever.
        end: Option<Time> = None, "Valid to";
    }
}

record! {
    /// That an item can be moved from one location to another.
    ItemDistribution, ItemDistributionId {
        /// The item, or a group of items; empty means any.
        item: Option<ItemId> = None, "Item", Owned;
        /// Where it goes.
        location: Option<LocationId> = None, "To", Owned;
        /// Where it comes from.
        origin: Option<LocationId> = None, "From", Required, Owned;
        /// Time on the way.
        lead_time: Span = Span::ZERO, "Lead time", NotNegative;
        /// The least that is moved at once.
        size_minimum: f64 = 1.0, "Min. size", NotNegative;
        /// Moves are multiples of this; empty means any size.
        size_multiple: Option<f64> = None, "Multiple", NotNegative;
        /// The most that is moved at once.
        size_maximum: Option<f64> = None, "Max. size", NotNegative;
        /// Cost of moving one unit.
        cost: f64 = 0.0, "Cost", NotNegative;
        /// 1 is asked first.
        priority: i64 = 1, "Preference", NotNegative;
        /// Nothing new is moved within this time from the plan's start.
        fence: Span = Span::ZERO, "Frozen time", NotNegative;
    }
}

choice! {
    /// How far a version of the production plan has come.
    PlanStatus {
        /// Saved, to be talked about.
        Draft = "draft", "Draft";
        /// Whoever is accountable agrees.
        Approved = "approved", "Approved";
        /// Its quantities are supply orders for the scheduler.
        Released = "released", "Released";
        /// Another one holds instead.
        Replaced = "replaced", "Replaced";
    }
}

record! {
    /// A version of the production plan as it was saved: what was expected, what is to be made of it, at what cost. Its numbers never change
    /// afterwards.
    ProductionPlan, ProductionPlanId {
        /// What people call it.
        name: String = String::new(), "Name", Required, Unique;
        /// When it was saved.
        saved: Option<Time> = None, "Saved";
        /// How far it has come.
        status: PlanStatus = PlanStatus::Draft, "Status";
        /// How production follows demand in it.
        strategy: String = String::new(), "Strategy";
        /// The length of its periods.
        period: Period = Period::Week, "Period";
        /// Money for all of it.
        cost: f64 = 0.0, "Cost";
        /// Anything it rests on.
        notes: String = String::new(), "Notes";
        /// Who approved it.
        approved_by: String = String::new(), "Approved by";
        /// When it was approved.
        approved: Option<Time> = None, "Approved";
        /// Who released it, where that was said.
        released_by: String = String::new(), "Released by";
        /// Its numbers, packed: a record for each would weigh many times as much.
        numbers: Vec<String> = Vec::new(), "Numbers";
    }
}
