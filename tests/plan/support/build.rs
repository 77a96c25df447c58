//! Workspaces built by hand, a line for each record.

use linewright::model::*;

/// A workspace in the making. Times are days after [`Factory::NOW`] unless said otherwise.
#[derive(Default)]
pub struct Factory {
    pub workspace: Workspace,
    next: u64,
}

impl Factory {
    /// Monday, 2 March 2026.
    pub fn now() -> Time {
        Time::parse("2026-03-02").unwrap()
    }

    /// So many hours after now.
    pub fn hour(hours: i64) -> Time {
        Factory::now().plus(Span::from_hours(hours))
    }

    pub fn id(&mut self) -> u64 {
        self.next += 1;
        self.next
    }

    pub fn item(&mut self, name: &str) -> ItemId {
        let mut item = Item::new(ItemId::from_raw(self.id()));
        item.name = name.to_owned();
        self.workspace.items.insert(item.id, item.clone());
        item.id
    }

    pub fn place(&mut self, name: &str) -> LocationId {
        let mut place = Location::new(LocationId::from_raw(self.id()));
        place.name = name.to_owned();
        self.workspace.locations.insert(place.id, place.clone());
        place.id
    }

    /// Open on weekdays between two hours.
    pub fn weekdays(&mut self, from: i64, until: i64) -> CalendarId {
        let calendar = CalendarId::from_raw(self.id());
        self.workspace.calendars.insert(calendar, Calendar { name: format!("weekdays {from}-{until}"), ..Calendar::new(calendar) });
        let mut rule = CalendarRule::new(CalendarRuleId::from_raw(self.id()));
        (rule.calendar, rule.weekdays) = (Some(calendar), Weekdays::WORKING);
        (rule.start_time, rule.end_time) = (Clock(from * 3600), Clock(until * 3600));
        self.workspace.calendar_rules.insert(rule.id, rule);
        calendar
    }

    /// An operation of so many hours per run and per unit that makes an item.
    pub fn operation(&mut self, name: &str, item: Option<ItemId>, fixed: f64, per_unit: f64) -> OperationId {
        let mut operation = Operation::new(OperationId::from_raw(self.id()));
        operation.name = name.to_owned();
        operation.item = item;
        operation.kind = if per_unit > 0.0 { OperationKind::TimePer } else { OperationKind::FixedTime };
        operation.duration = Span::from_seconds((fixed * 3600.0) as i64);
        operation.duration_per_unit = per_unit * 3600.0;
        self.workspace.operations.insert(operation.id, operation.clone());
        operation.id
    }

    pub fn change(&mut self, operation: OperationId, change: impl FnOnce(&mut Operation)) -> OperationId {
        change(self.workspace.operations.get_mut(&operation).unwrap());
        operation
    }

    /// A routing of steps, each with its hours, in this order.
    pub fn routing(&mut self, name: &str, item: Option<ItemId>, steps: &[(&str, f64)]) -> (OperationId, Vec<OperationId>) {
        let routing = self.operation(name, item, 0.0, 0.0);
        self.change(routing, |routing| routing.kind = OperationKind::Routing);
        let steps = steps.iter().enumerate().map(|(at, (step, hours))| {
            let step = self.operation(step, None, *hours, 0.0);
            self.change(step, |step| (step.owner, step.priority) = (Some(routing), at as i64 + 1))
        });
        let steps = steps.collect();
        (routing, steps)
    }

    /// A line of a bill of materials: below zero is used up at the start, above zero is made at the end.
    pub fn line(&mut self, operation: OperationId, item: ItemId, quantity: f64) -> OperationMaterialId {
        let mut line = OperationMaterial::new(OperationMaterialId::from_raw(self.id()));
        (line.operation, line.item, line.quantity) = (Some(operation), Some(item), quantity);
        line.kind = if quantity < 0.0 { FlowKind::Start } else { FlowKind::End };
        self.workspace.operation_materials.insert(line.id, line.clone());
        line.id
    }

    pub fn resource(&mut self, name: &str) -> ResourceId {
        let mut resource = Resource::new(ResourceId::from_raw(self.id()));
        resource.name = name.to_owned();
        self.workspace.resources.insert(resource.id, resource.clone());
        resource.id
    }

    pub fn member(&mut self, name: &str, group: ResourceId) -> ResourceId {
        let member = self.resource(name);
        self.workspace.resources.get_mut(&member).unwrap().owner = Some(group);
        member
    }

    pub fn needs(&mut self, operation: OperationId, resource: ResourceId) -> OperationResourceId {
        let mut line = OperationResource::new(OperationResourceId::from_raw(self.id()));
        (line.operation, line.resource) = (Some(operation), Some(resource));
        self.workspace.operation_resources.insert(line.id, line.clone());
        line.id
    }

    /// A set of changeovers: from, to and hours, an empty name for any other.
    pub fn changeovers(&mut self, machine: ResourceId, rules: &[(&str, &str, i64)]) -> SetupMatrixId {
        let matrix = SetupMatrixId::from_raw(self.id());
        self.workspace.setup_matrices.insert(matrix, SetupMatrix { name: format!("set {}", matrix.raw()), ..SetupMatrix::new(matrix) });
        for (at, (from, to, hours)) in rules.iter().enumerate() {
            let mut rule = SetupRule::new(SetupRuleId::from_raw(self.id()));
            (rule.matrix, rule.duration, rule.priority) = (Some(matrix), Span::from_hours(*hours), at as i64 + 1);
            (rule.from_setup, rule.to_setup) = ((*from).to_owned(), (*to).to_owned());
            self.workspace.setup_rules.insert(rule.id, rule);
        }
        self.workspace.resources.get_mut(&machine).unwrap().setup_matrix = Some(matrix);
        matrix
    }

    /// Work that needs a machine in a certain set-up.
    pub fn needs_set_up(&mut self, operation: OperationId, machine: ResourceId, setup: &str) {
        let line = self.needs(operation, machine);
        self.workspace.operation_resources.get_mut(&line).unwrap().setup = setup.to_owned();
    }

    pub fn skill(&mut self, name: &str) -> SkillId {
        let mut skill = Skill::new(SkillId::from_raw(self.id()));
        skill.name = name.to_owned();
        self.workspace.skills.insert(skill.id, skill.clone());
        skill.id
    }

    pub fn can(&mut self, resource: ResourceId, skill: SkillId) -> ResourceSkillId {
        let mut held = ResourceSkill::new(ResourceSkillId::from_raw(self.id()));
        (held.resource, held.skill) = (Some(resource), Some(skill));
        self.workspace.resource_skills.insert(held.id, held.clone());
        held.id
    }

    /// A supplier of an item with a lead time in days.
    pub fn bought(&mut self, item: ItemId, supplier: &str, days: i64) -> ItemSupplierId {
        let known = self.workspace.suppliers.values().find(|known| known.name == supplier).map(|known| known.id);
        let supplier = known.unwrap_or_else(|| {
            let mut record = Supplier::new(SupplierId::from_raw(self.id()));
            record.name = supplier.to_owned();
            self.workspace.suppliers.insert(record.id, record.clone());
            record.id
        });
        let mut terms = ItemSupplier::new(ItemSupplierId::from_raw(self.id()));
        (terms.item, terms.supplier, terms.lead_time) = (Some(item), Some(supplier), Span::from_days(days));
        self.workspace.item_suppliers.insert(terms.id, terms.clone());
        terms.id
    }

    pub fn moved(&mut self, item: ItemId, from: LocationId, to: LocationId, days: i64) -> ItemDistributionId {
        let mut terms = ItemDistribution::new(ItemDistributionId::from_raw(self.id()));
        (terms.item, terms.origin, terms.location, terms.lead_time) = (Some(item), Some(from), Some(to), Span::from_days(days));
        self.workspace.item_distributions.insert(terms.id, terms.clone());
        terms.id
    }

    pub fn stock(&mut self, item: ItemId, place: Option<LocationId>, on_hand: f64) -> StockId {
        let mut stock = Stock::new(StockId::from_raw(self.id()));
        (stock.item, stock.location, stock.on_hand) = (Some(item), place, on_hand);
        self.workspace.stocks.insert(stock.id, stock.clone());
        stock.id
    }

    /// An open order due so many days from now.
    pub fn order(&mut self, name: &str, item: ItemId, quantity: f64, days: i64) -> OrderId {
        let mut order = Order::new(OrderId::from_raw(self.id()));
        order.name = name.to_owned();
        (order.item, order.quantity) = (Some(item), quantity);
        order.due = Some(Factory::now().plus(Span::from_days(days)));
        self.workspace.orders.insert(order.id, order.clone());
        order.id
    }

    pub fn ask(&mut self, order: OrderId, change: impl FnOnce(&mut Order)) -> OrderId {
        change(self.workspace.orders.get_mut(&order).unwrap());
        order
    }

    pub fn supply(&mut self, kind: SupplyKind, status: SupplyStatus, item: ItemId, quantity: f64) -> SupplyOrderId {
        let mut supply = SupplyOrder::new(SupplyOrderId::from_raw(self.id()));
        (supply.kind, supply.status, supply.item, supply.quantity) = (kind, status, Some(item), quantity);
        supply.reference = format!("{} {}", kind.code(), supply.id.raw());
        self.workspace.supply_orders.insert(supply.id, supply.clone());
        supply.id
    }
}
